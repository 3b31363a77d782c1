package org.retain.operators.learner;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Options of soft actor-critic; defaults are Continual World's, as in the paper's RoboticSequence.
 * The discount is {@link PpoOptions#DISCOUNT}, the step size of all losses {@link
 * LearnerOptions#LEARNING_RATE}.
 */
public final class SacOptions {

    public static final ConfigOption<Double> POLYAK =
            ConfigOptions.key("sac.polyak")
                    .doubleType()
                    .defaultValue(0.995)
                    .withDescription(
                            """
                            Share of a target critic that stays at each step, in [0, 1]; the rest \
                            comes from its critic.""");

    public static final ConfigOption<Double> TARGET_DEVIATION =
            ConfigOptions.key("sac.target-deviation")
                    .doubleType()
                    .defaultValue(0.089)
                    .withDescription(
                            """
                            The temperature steers the policy's entropy to that of a Gaussian \
                            with this standard deviation in every dimension of the action.""");

    public static final ConfigOption<Double> INITIAL_LOG_TEMPERATURE =
            ConfigOptions.key("sac.initial-log-temperature")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription("log α of each stage at the first update.");

    public static final ConfigOption<List<Integer>> HIDDEN =
            ConfigOptions.key("sac.hidden")
                    .intType()
                    .asList()
                    .defaultValues(256, 256, 256, 256)
                    .withDescription(
                            "Units of each hidden layer of new critics, and of a new policy.");

    public static final ConfigOption<Integer> HEADS =
            ConfigOptions.key("sac.heads")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            """
                            Stages K of the task for a new policy: each has an output layer of \
                            its own, which the one-hot in the last K numbers of the observation \
                            chooses. 1: no one-hot. Given weights know their stages.""");

    public static final ConfigOption<Integer> UPDATES_PER_BATCH =
            ConfigOptions.key("sac.updates-per-batch")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            """
                            Steps of the optimisers in one batch, each with a share of its own of \
                            the drawn transitions. The paper makes as many as the environment \
                            made steps, 50 after every 50, with 128 transitions each.""");

    public static final ConfigOption<Long> SEED =
            ConfigOptions.key("sac.seed")
                    .longType()
                    .defaultValue(0L)
                    .withDescription("Seed of new critics and of the actions that losses sample.");

    /** All of them, in the order in which help shows them. */
    public static final List<ConfigOption<?>> ALL =
            List.of(
                    POLYAK,
                    TARGET_DEVIATION,
                    INITIAL_LOG_TEMPERATURE,
                    HIDDEN,
                    HEADS,
                    UPDATES_PER_BATCH,
                    SEED);

    private SacOptions() {}
}
