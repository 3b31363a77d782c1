package org.retain.operators.evaluation;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code ./retain evaluate}: which weights play which episodes, and how. */
public final class EvaluateOptions {

    public static final ConfigOption<String> WEIGHTS =
            ConfigOptions.key("weights")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Weights file of the policy to evaluate: a path, or a URI of any file \
                            system that Flink knows.""");

    public static final ConfigOption<String> WEIGHTS_SHA256 =
            ConfigOptions.key("weights-sha256")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            SHA-256 that the weights file must have. Without it the file is taken \
                            as it is at the start, and must not change until the end.""");

    public static final ConfigOption<String> OUTPUT =
            ConfigOptions.key("output")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory for episodes.parquet, one row per episode, which appears \
                            when all have been played.""");

    public static final ConfigOption<Integer> EPISODES =
            ConfigOptions.key("episodes")
                    .intType()
                    .defaultValue(100)
                    .withDescription(
                            """
                            Number of episodes. All of them are played to their ends, long ones \
                            too, so the means favour neither. The paper: 1000.""");

    public static final ConfigOption<List<Long>> SEEDS =
            ConfigOptions.key("seeds")
                    .longType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Seed of each episode, instead of --episodes numbers from \
                            --evaluation.first-seed on.""");

    public static final ConfigOption<Long> FIRST_SEED =
            ConfigOptions.key("evaluation.first-seed")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            """
                            Seed of the first episode; each next one has the next number. An \
                            episode's game and the draws of its actions depend on its seed \
                            alone.""");

    public static final ConfigOption<Integer> SLOTS =
            ConfigOptions.key("evaluation.slots")
                    .intType()
                    .defaultValue(16)
                    .withDescription(
                            """
                            Episodes that each subtask plays side by side, sharing the policy's \
                            forward pass.""");

    public static final ConfigOption<Double> TEMPERATURE =
            ConfigOptions.key("evaluation.temperature")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription(
                            """
                            Divides the logits before an action is drawn (multiplies standard \
                            deviations where actions are continuous): 1 plays the policy as it \
                            is, as the paper does; 0 is greedy, the likeliest action always.""");

    /** All of them, in the order in which help shows them. */
    public static final List<ConfigOption<?>> ALL =
            List.of(
                    WEIGHTS,
                    WEIGHTS_SHA256,
                    OUTPUT,
                    EPISODES,
                    SEEDS,
                    FIRST_SEED,
                    SLOTS,
                    TEMPERATURE);

    private EvaluateOptions() {}
}
