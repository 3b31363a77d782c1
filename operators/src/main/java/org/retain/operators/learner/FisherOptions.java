package org.retain.operators.learner;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code ./retain fisher}: what elastic weight consolidation holds on to. */
public final class FisherOptions {

    public static final ConfigOption<String> WEIGHTS =
            ConfigOptions.key("weights")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Weights file θ* of a discrete policy: the student's start, to which \
                            elastic weight consolidation will pull it. A path, or a URI of any \
                            file system that Flink knows.""");

    public static final ConfigOption<String> INPUT =
            ConfigOptions.key("input")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Directory of Parquet shards of demonstrations, as ./retain preprocess writes it.");

    public static final ConfigOption<String> OUTPUT =
            ConfigOptions.key("output")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            File to write, such as fisher.safetensors: tensors anchor.<name> with \
                            θ* and fisher.<name> with the diagonal of its Fisher information. A \
                            file that is there is replaced at once when the new one is whole.""");

    public static final ConfigOption<FisherVariant> VARIANT =
            ConfigOptions.key("fisher.variant")
                    .enumType(FisherVariant.class)
                    .defaultValue(FisherVariant.TRUE)
                    .withDescription(
                            """
                            Whose gradient of -log p is squared. true: of each sample by a label \
                            drawn from the policy, a Monte Carlo estimate; empirical: by the \
                            recorded action; argmax: by the policy's likeliest action; \
                            batch-mean: of a batch's mean by the likeliest actions, the paper's \
                            code for NetHack, smaller by about the steps of a batch, which is \
                            why its coefficient is 2e6.""");

    public static final ConfigOption<Integer> SAMPLES =
            ConfigOptions.key("fisher.samples")
                    .intType()
                    .defaultValue(2000)
                    .withDescription(
                            """
                            Steps whose gradients are squared, spread evenly over what is read; \
                            not used by batch-mean.""");

    public static final ConfigOption<Integer> BATCHES =
            ConfigOptions.key("fisher.batches")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            """
                            Batches whose gradients are squared by batch-mean, spread evenly over \
                            what is read; at most as many as there are. The paper: 10000 to \
                            30000.""");

    public static final ConfigOption<Integer> LANES =
            ConfigOptions.key("fisher.lanes")
                    .intType()
                    .defaultValue(128)
                    .withDescription("Rows of a batch: games played side by side.");

    public static final ConfigOption<Integer> STEPS =
            ConfigOptions.key("fisher.steps")
                    .intType()
                    .defaultValue(32)
                    .withDescription(
                            "Steps of a row, as long as the input's segments; gradients reach back so far.");

    public static final ConfigOption<Long> FRAMES =
            ConfigOptions.key("fisher.frames")
                    .longType()
                    .defaultValue(500_000L)
                    .withDescription(
                            """
                            About so many recorded steps are read, in pieces of games of 16 \
                            segments, shuffled; the recurrent state is zero where a piece begins. \
                            0 reads all games whole.""");

    public static final ConfigOption<Long> SEED =
            ConfigOptions.key("fisher.seed")
                    .longType()
                    .defaultValue(1L)
                    .withDescription("Seed of the order of pieces and of drawn labels.");

    /** All of them, in the order in which help shows them. */
    public static final List<ConfigOption<?>> ALL =
            List.of(
                    WEIGHTS,
                    INPUT,
                    OUTPUT,
                    VARIANT,
                    SAMPLES,
                    BATCHES,
                    LANES,
                    STEPS,
                    FRAMES,
                    SEED,
                    PretrainOptions.HELD_OUT,
                    PretrainOptions.HELD_OUT_GAMES,
                    LearnerOptions.FREEZE,
                    LearnerOptions.GPUS);

    private FisherOptions() {}
}
