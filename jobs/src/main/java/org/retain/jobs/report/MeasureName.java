package org.retain.jobs.report;

import java.util.Locale;
import java.util.Map;

/**
 * What readers call a measure.
 *
 * @param title words
 * @param unit of the number; empty: none
 * @param least the smallest number there can be
 * @param most the largest
 */
record MeasureName(String title, String unit, double least, double most) {

    private static final double NONE = Double.POSITIVE_INFINITY;

    private static final Map<String, MeasureName> KNOWN =
            Map.ofEntries(
                    Map.entry(
                            "kl_to_teacher", new MeasureName("KL to the teacher", "nats", 0, NONE)),
                    Map.entry("cross_entropy", new MeasureName("Cross-entropy", "nats", 0, NONE)),
                    Map.entry("accuracy", share("Accuracy")),
                    Map.entry(
                            "log_probability",
                            new MeasureName(
                                    "log π(a*|s) of the teacher’s actions", "nats", -NONE, 0)),
                    Map.entry("entropy", new MeasureName("Entropy", "nats", -NONE, NONE)),
                    Map.entry("cka", share("Linear CKA with the teacher")),
                    Map.entry("success", share("Success")),
                    Map.entry("phase_2_success", share("Phase-2 success")),
                    Map.entry("reaches_phase_2", share("Episodes that reach phase 2")),
                    Map.entry(
                            "forward_transfer", new MeasureName("Forward transfer", "", -NONE, 1)),
                    Map.entry("v0", new MeasureName("v0(θ)", "", -NONE, NONE)),
                    Map.entry("loss", new MeasureName("Loss", "", -NONE, NONE)),
                    Map.entry("policy_loss", new MeasureName("Policy loss", "", -NONE, NONE)),
                    Map.entry("value_loss", new MeasureName("Value loss", "", -NONE, NONE)),
                    Map.entry(
                            "retention_loss",
                            new MeasureName(
                                    "Retention loss (KS: KL on rollouts)", "", -NONE, NONE)),
                    Map.entry(
                            "retention_coefficient",
                            new MeasureName("Retention coefficient", "", -NONE, NONE)));

    /** The words for a measure; an unknown one is called by its own name. */
    static MeasureName of(String measure) {
        MeasureName known = KNOWN.get(measure);
        return known != null ? known : new MeasureName(words(measure), "", -NONE, NONE);
    }

    /** For an axis. */
    String axis() {
        return unit.isEmpty() ? title : "%s (%s)".formatted(title, unit);
    }

    private static String words(String measure) {
        String words = measure.replace('_', ' ');
        return words.isEmpty()
                ? words
                : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static MeasureName share(String title) {
        return new MeasureName(title, "share", 0, 1);
    }
}
