package org.retain.operators.probe;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.retain.operators.learner.PretrainOptions;

/** Options of a probe: what policies answer on recorded episodes. */
public final class ProbeOptions {

    public static final ConfigOption<List<String>> WEIGHTS =
            ConfigOptions.key("weights")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            """
                            Weights files of discrete policies, one after the other. Names such \
                            as update-000000100.safetensors tell after how many updates; unless \
                            all do, their places in the list are told instead, from 0.""");

    public static final ConfigOption<String> WEIGHTS_DIRECTORY =
            ConfigOptions.key("weights-directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory whose *.safetensors files are probed besides, in order of \
                            their names, such as the snapshots of a run.""");

    public static final ConfigOption<String> TEACHER =
            ConfigOptions.key("teacher")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Weights file of the policy that all are compared with.");

    public static final ConfigOption<String> OUTPUT =
            ConfigOptions.key("output")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory for probe.parquet, one row for each measurement; a file that \
                            is there is replaced at once when the new one is whole.""");

    public static final ConfigOption<String> RUN =
            ConfigOptions.key("probe.run")
                    .stringType()
                    .defaultValue("")
                    .withDescription("Name of the run, which the rows tell.");

    public static final ConfigOption<Long> FRAMES =
            ConfigOptions.key("probe.frames")
                    .longType()
                    .defaultValue(30_000L)
                    .withDescription(
                            """
                            About how many steps count, at most 500000, in pieces that are spread \
                            evenly over the held-out episodes and their time; 0 plays these \
                            episodes whole.""");

    public static final ConfigOption<Integer> PIECE =
            ConfigOptions.key("probe.piece-segments")
                    .intType()
                    .defaultValue(16)
                    .withDescription("Segments of a piece.");

    public static final ConfigOption<Integer> BURN_IN =
            ConfigOptions.key("probe.burn-in-segments")
                    .intType()
                    .defaultValue(2)
                    .withDescription(
                            """
                            Segments at the start of a piece that do not count, since the \
                            recurrent state begins from zero there; a piece that begins its \
                            episode counts whole.""");

    public static final ConfigOption<Integer> CKA_FRAMES =
            ConfigOptions.key("probe.cka-frames")
                    .intType()
                    .defaultValue(4096)
                    .withDescription(
                            """
                            Steps whose activations are kept and compared by linear CKA, drawn \
                            from those that count, the same for all weights; 0 for none.""");

    /** All of them, in the order in which help shows them. */
    public static final List<ConfigOption<?>> ALL =
            List.of(
                    PretrainOptions.INPUT,
                    WEIGHTS,
                    WEIGHTS_DIRECTORY,
                    TEACHER,
                    OUTPUT,
                    PretrainOptions.HELD_OUT,
                    PretrainOptions.HELD_OUT_GAMES,
                    PretrainOptions.STEPS,
                    RUN,
                    FRAMES,
                    PIECE,
                    BURN_IN,
                    CKA_FRAMES);

    private ProbeOptions() {}
}
