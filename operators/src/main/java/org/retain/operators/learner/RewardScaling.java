package org.retain.operators.learner;

import org.apache.flink.configuration.ReadableConfig;

/**
 * Rewards times a factor, then clipped.
 *
 * @param scale factor
 * @param clip rewards are clipped to ± this; infinite for no limit
 */
record RewardScaling(double scale, double clip) {

    static RewardScaling of(ReadableConfig config) {
        double clip = OptimiserSettings.atLeast(config, PpoOptions.REWARD_CLIP, 0);
        return new RewardScaling(
                config.get(PpoOptions.REWARD_SCALE), clip == 0 ? Double.POSITIVE_INFINITY : clip);
    }

    /** The rewards as the learner sees them, in the same array. */
    double[] apply(double[] rewards) {
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = Math.max(-clip, Math.min(clip, rewards[i] * scale));
        }
        return rewards;
    }
}
