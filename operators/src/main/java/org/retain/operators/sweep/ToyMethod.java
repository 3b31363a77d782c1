package org.retain.operators.sweep;

import java.util.Arrays;
import java.util.Locale;

/** What a toy run does. */
enum ToyMethod {
    /** Learns from zero weights, without pre-training. */
    SCRATCH,
    /** Fine-tunes, and nothing keeps it from forgetting. */
    VANILLA,
    /** Fine-tunes with kickstarting: KL(teacher ‖ student) on its own steps. */
    KS,
    /** Fine-tunes with behavioural cloning: KL(teacher ‖ student) on the teacher's states. */
    BC,
    /** Fine-tunes with elastic weight consolidation. */
    EWC,
    /** Tabulates the value of a two-state MDP instead of learning. */
    CLOSED_FORM;

    /** The method of this name, in kebab case. */
    static ToyMethod of(String name) {
        return Arrays.stream(values())
                .filter(method -> method.text().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Method %s, expected one of %s"
                                                .formatted(
                                                        name,
                                                        Arrays.stream(values())
                                                                .map(ToyMethod::text)
                                                                .toList())));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
