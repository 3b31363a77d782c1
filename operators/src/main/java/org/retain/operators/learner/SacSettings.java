package org.retain.operators.learner;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.learner.loss.SacTarget;
import org.retain.operators.policy.GaussianNetShape;

/**
 * {@link SacOptions}, checked.
 *
 * @param target targets of the critics
 * @param polyak share of a target critic that stays at each step
 * @param targetDeviation deviation whose entropy the temperature steers to
 * @param initialLogTemperature log α at the first update
 * @param hidden units of each hidden layer of new networks
 * @param heads stages of a new policy
 * @param updatesPerBatch steps of the optimisers in one batch
 * @param rewards how rewards are scaled and clipped
 * @param seed of new critics and sampled actions
 */
record SacSettings(
        SacTarget target,
        double polyak,
        double targetDeviation,
        double initialLogTemperature,
        List<Integer> hidden,
        int heads,
        int updatesPerBatch,
        RewardScaling rewards,
        long seed) {

    /** Checks the ranges. */
    SacSettings {
        hidden = List.copyOf(hidden);
        require(polyak >= 0 && polyak <= 1, SacOptions.POLYAK, polyak, "0 to 1");
        require(
                targetDeviation > 0 && Double.isFinite(targetDeviation),
                SacOptions.TARGET_DEVIATION,
                targetDeviation,
                "above 0");
        require(
                Double.isFinite(initialLogTemperature),
                SacOptions.INITIAL_LOG_TEMPERATURE,
                initialLogTemperature,
                "a finite number");
        require(heads >= 1, SacOptions.HEADS, heads, "at least 1");
        require(updatesPerBatch >= 1, SacOptions.UPDATES_PER_BATCH, updatesPerBatch, "at least 1");
    }

    /**
     * Reads and checks the options.
     *
     * @throws IllegalArgumentException when a value is out of range; the message names the option
     */
    static SacSettings of(ReadableConfig config) {
        return new SacSettings(
                new SacTarget(config.get(PpoOptions.DISCOUNT)),
                config.get(SacOptions.POLYAK),
                config.get(SacOptions.TARGET_DEVIATION),
                config.get(SacOptions.INITIAL_LOG_TEMPERATURE),
                config.get(SacOptions.HIDDEN),
                config.get(SacOptions.HEADS),
                config.get(SacOptions.UPDATES_PER_BATCH),
                RewardScaling.of(config),
                config.get(SacOptions.SEED));
    }

    /** Widths of a new policy for an environment. */
    GaussianNetShape policy(int observation, int actions) {
        return new GaussianNetShape(observation, hidden, heads, actions);
    }

    private static void require(
            boolean condition, ConfigOption<?> option, Object value, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "Option %s is %s, expected %s".formatted(option.key(), value, expected));
        }
    }
}
