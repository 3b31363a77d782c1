package org.retain.jobs.experiment;

import java.util.Arrays;
import java.util.List;
import org.retain.jobs.command.OptionCheck;

/** What the runs of an experiment are. */
public enum ExperimentKind {
    /** A teacher is cloned from recorded games and fine-tuned in NetHack, each run in turn. */
    NETHACK("nethack"),
    /** The paper's two-state MDP, all runs in one job. */
    TWO_STATE_MDP("two-state-mdp"),
    /** The paper's AppleRetrieval, all runs in one job. */
    APPLE_RETRIEVAL("apple-retrieval");

    private final String label;

    ExperimentKind(String label) {
        this.label = label;
    }

    static ExperimentKind of(String label, String place) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                OptionCheck.unknown(
                                        "kind '%s' in %s".formatted(label, place),
                                        label,
                                        List.of(
                                                NETHACK.label,
                                                TWO_STATE_MDP.label,
                                                APPLE_RETRIEVAL.label)));
    }

    @Override
    public String toString() {
        return label;
    }
}
