package org.retain.operators.learner;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.learner.loss.LearningRateSchedule;

/**
 * How gradients become steps, checked.
 *
 * @param adam constants of Adam
 * @param learningRate step size by applied updates
 * @param maxGradientNorm norm that gradients are scaled down to; infinite for no limit
 * @param freeze beginnings of the names of parameters that stay
 * @param criticUpdates first updates that train the value head alone
 */
record OptimiserSettings(
        AdamSettings adam,
        LearningRateSchedule learningRate,
        double maxGradientNorm,
        List<String> freeze,
        long criticUpdates) {

    /**
     * Reads and checks the options.
     *
     * @throws IllegalArgumentException when a value is out of range; the message names the option
     */
    static OptimiserSettings of(ReadableConfig config) {
        double norm = atLeast(config, LearnerOptions.MAX_GRADIENT_NORM, 0);
        return new OptimiserSettings(
                new AdamSettings(
                        share(config, LearnerOptions.BETA1),
                        share(config, LearnerOptions.BETA2),
                        positive(config, LearnerOptions.EPSILON),
                        atLeast(config, LearnerOptions.WEIGHT_DECAY, 0)),
                new LearningRateSchedule(
                        config.get(LearnerOptions.LEARNING_RATE),
                        config.get(LearnerOptions.LEARNING_RATE_DECAY_UPDATES)),
                norm == 0 ? Double.POSITIVE_INFINITY : norm,
                List.copyOf(config.get(LearnerOptions.FREEZE)),
                config.get(LearnerOptions.CRITIC_UPDATES));
    }

    boolean trains(String parameter) {
        return freeze.stream().noneMatch(parameter::startsWith);
    }

    private static double share(ReadableConfig config, ConfigOption<Double> option) {
        double value = config.get(option);
        return require(value >= 0 && value < 1, option, value, "0 to below 1");
    }

    private static double positive(ReadableConfig config, ConfigOption<Double> option) {
        double value = config.get(option);
        return require(value > 0 && Double.isFinite(value), option, value, "above 0");
    }

    static double atLeast(ReadableConfig config, ConfigOption<Double> option, double lowest) {
        double value = config.get(option);
        return require(
                value >= lowest && Double.isFinite(value), option, value, "at least " + lowest);
    }

    private static double require(
            boolean condition, ConfigOption<Double> option, double value, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "Option %s is %s, expected %s".formatted(option.key(), value, expected));
        }
        return value;
    }
}
