package org.retain.operators.rollout;

import java.io.Serializable;
import java.time.Duration;

/**
 * How rollouts are played.
 *
 * @param slots episodes side by side in a subtask
 * @param segmentSteps steps T of a segment
 * @param maxAhead most segments that are not retired
 * @param batch segments of a batch in lock-step; 0 plays on up to {@code maxAhead}
 * @param temperature see {@link RolloutOptions#TEMPERATURE}
 * @param initialWeights file to start with; null waits for the learner
 * @param seed of the draws of actions
 * @param environmentSeed of the episodes
 * @param limit time after which the job ends; zero for none
 * @param pollInterval time between two looks at the log
 * @param encodings whether segments hold the encoder's outputs in place of the observations
 */
public record RolloutSettings(
        int slots,
        int segmentSteps,
        int maxAhead,
        int batch,
        double temperature,
        String initialWeights,
        long seed,
        long environmentSeed,
        Duration limit,
        Duration pollInterval,
        boolean encodings)
        implements Serializable {

    /** Checks the ranges. */
    public RolloutSettings {
        require(slots >= 1, RolloutOptions.SLOTS.key(), slots, "at least 1");
        require(maxAhead >= 1, RolloutOptions.MAX_AHEAD.key(), maxAhead, "at least 1");
        require(
                temperature >= 0 && Double.isFinite(temperature),
                RolloutOptions.TEMPERATURE.key(),
                temperature,
                "0 or more");
        require(!limit.isNegative(), RolloutOptions.MAX_MINUTES.key(), limit, "0 or more");
        require(
                pollInterval.toMillis() >= 1,
                RolloutOptions.POLL_INTERVAL.key(),
                pollInterval,
                "at least 1 ms");
    }

    /** Whether a batch is played at a time. */
    boolean lockStep() {
        return batch > 0;
    }

    private static void require(boolean met, String option, Object found, String expected) {
        if (!met) {
            throw new IllegalArgumentException(
                    "Option %s is %s, expected %s".formatted(option, found, expected));
        }
    }
}
