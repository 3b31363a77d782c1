package org.retain.operators.learner;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of pre-training: behavioural cloning of recorded games. */
public final class PretrainOptions {

    public static final ConfigOption<String> INPUT =
            ConfigOptions.key("input")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory of Parquet shards, as ./retain preprocess writes it; or \
                            'topic' for what the demonstrations topic holds at the start.""");

    public static final ConfigOption<PretrainNetwork> NETWORK =
            ConfigOptions.key("network")
                    .enumType(PretrainNetwork.class)
                    .defaultValue(PretrainNetwork.SMALL)
                    .withDescription(
                            """
                            small: 1.6 million parameters, for two processor cores; scaled: the \
                            reference's ScaledNet with the policy.* widths, 33 million by \
                            default.""");

    public static final ConfigOption<Integer> LANES =
            ConfigOptions.key("pretrain.lanes")
                    .intType()
                    .defaultValue(64)
                    .withDescription(
                            """
                            Rows of a batch: pieces of games played side by side, each going on \
                            in the next batch where it ended.""");

    public static final ConfigOption<Integer> STEPS =
            ConfigOptions.key("pretrain.steps")
                    .intType()
                    .defaultValue(32)
                    .withDescription(
                            "Steps of a row, as long as the input's segments; gradients reach back so far.");

    public static final ConfigOption<Integer> PIECE =
            ConfigOptions.key("pretrain.piece-segments")
                    .intType()
                    .defaultValue(64)
                    .withDescription(
                            """
                            Games are cut into pieces of so many segments, which are shuffled, so \
                            that a batch mixes early and late play; 0 plays games whole. The \
                            recurrent state is carried on where a piece's predecessor ended.""");

    public static final ConfigOption<Integer> PASSES =
            ConfigOptions.key("pretrain.passes")
                    .intType()
                    .defaultValue(5)
                    .withDescription("How often all training games are played, at most.");

    public static final ConfigOption<Double> LEARNING_RATE =
            ConfigOptions.key("pretrain.learning-rate")
                    .doubleType()
                    .defaultValue(1e-3)
                    .withDescription(
                            """
                            Step size of Adam at the first update; it falls linearly to 0 at the \
                            last of all passes, or of max-updates.""");

    public static final ConfigOption<Double> HELD_OUT =
            ConfigOptions.key("pretrain.held-out")
                    .doubleType()
                    .defaultValue(0.1)
                    .withDescription(
                            """
                            Share of the games, chosen by a hash of their ids, that is not \
                            trained on but scored; 0 for none.""");

    public static final ConfigOption<List<String>> HELD_OUT_GAMES =
            ConfigOptions.key("pretrain.held-out-games")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            """
                            Games to hold out instead: those whose ids contain one of these.""");

    public static final ConfigOption<Duration> VALIDATION_INTERVAL =
            ConfigOptions.key("pretrain.validation-interval")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "Time of training between two validations; the best weights are kept.");

    public static final ConfigOption<Long> VALIDATION_FRAMES =
            ConfigOptions.key("pretrain.validation-frames")
                    .longType()
                    .defaultValue(27_000L)
                    .withDescription(
                            "Steps of a validation; the last one plays all held-out games.");

    public static final ConfigOption<Integer> PATIENCE =
            ConfigOptions.key("pretrain.patience")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Validations without improvement after which training ends; 0 for never.");

    public static final ConfigOption<Long> SEED =
            ConfigOptions.key("pretrain.seed")
                    .longType()
                    .defaultValue(1L)
                    .withDescription("Seed of the initial weights and of the order of pieces.");

    /** All of them, in the order in which help shows them. */
    public static final List<ConfigOption<?>> ALL =
            List.of(
                    INPUT,
                    NETWORK,
                    LANES,
                    STEPS,
                    PIECE,
                    PASSES,
                    LEARNING_RATE,
                    HELD_OUT,
                    HELD_OUT_GAMES,
                    VALIDATION_INTERVAL,
                    VALIDATION_FRAMES,
                    PATIENCE,
                    SEED);

    private PretrainOptions() {}
}
