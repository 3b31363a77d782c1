package org.retain.operators.learner;

import java.io.Serializable;
import org.apache.flink.configuration.ReadableConfig;

/**
 * When training ends.
 *
 * @param maxUpdates applied updates; 0 for no limit
 * @param maxMinutes minutes by the wall clock from the start on, restarts left out; 0 for no limit
 * @param maxSkipped updates in a row that may be no numbers
 */
record TrainingLimits(long maxUpdates, double maxMinutes, int maxSkipped) implements Serializable {

    private static final long serialVersionUID = 1;

    static TrainingLimits of(ReadableConfig config) {
        return new TrainingLimits(
                config.get(LearnerOptions.MAX_UPDATES),
                OptimiserSettings.atLeast(config, LearnerOptions.MAX_MINUTES, 0),
                config.get(LearnerOptions.MAX_SKIPPED));
    }
}
