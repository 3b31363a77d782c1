package org.retain.operators.actor;

import org.retain.datasets.segment.SegmentSource;

/**
 * How an actor plays.
 *
 * @param runId random name of this run, the beginning of its episodes' ids
 * @param source ROLLOUT or EVALUATION
 * @param segmentSteps steps T of a segment; 0 plays without segments
 * @param temperature divides logits (discrete actions) or multiplies standard deviations
 *     (continuous ones) before actions are drawn; 1 plays the policy as it is, 0 always takes the
 *     likeliest action
 * @param seed of the draws of actions, which depend on it, on the episode's seed and on the step
 *     alone: not on the slot, nor on what other slots do
 * @param encodings whether segments hold the encoder's outputs in place of the observations
 */
public record ActorSettings(
        String runId,
        SegmentSource source,
        int segmentSteps,
        double temperature,
        long seed,
        boolean encodings) {

    /** Settings of an actor whose segments hold observations. */
    public ActorSettings(
            String runId, SegmentSource source, int segmentSteps, double temperature, long seed) {
        this(runId, source, segmentSteps, temperature, seed, false);
    }

    /** Checks the ranges. */
    public ActorSettings {
        if (segmentSteps < 0) {
            throw new IllegalArgumentException(
                    "Segments of %d steps, expected 1 or more, or 0 for none"
                            .formatted(segmentSteps));
        }
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "A temperature of %s, expected 0 or more".formatted(temperature));
        }
    }

    /** Whether steps are cut into segments. */
    public boolean records() {
        return segmentSteps > 0;
    }
}
