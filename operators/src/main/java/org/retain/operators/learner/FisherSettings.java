package org.retain.operators.learner;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.episode.EpisodeOrder;

/**
 * {@link FisherOptions}, checked.
 *
 * @param weights file of θ*
 * @param input directory of shards
 * @param output file to write
 * @param variant which gradients are squared
 * @param samples steps, or batches with {@link FisherVariant#BATCH_MEAN}
 * @param lanes rows of a batch
 * @param steps steps of a row
 * @param frames steps to read; 0 for all
 * @param seed of the order of pieces and of labels
 * @param heldOut share of the games that are not read
 * @param heldOutGames when not empty, the games that are not read instead
 * @param freeze beginnings of the names of parameters that are left out
 * @param gpus GPUs that the slot was asked to have
 */
record FisherSettings(
        String weights,
        String input,
        String output,
        FisherVariant variant,
        int samples,
        int lanes,
        int steps,
        long frames,
        long seed,
        double heldOut,
        List<String> heldOutGames,
        List<String> freeze,
        int gpus)
        implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int PIECE_SEGMENTS = 16;

    /**
     * Reads and checks the options.
     *
     * @throws IllegalArgumentException when one is missing or out of range; the message names it
     */
    static FisherSettings of(ReadableConfig config) {
        FisherVariant variant = config.get(FisherOptions.VARIANT);
        return new FisherSettings(
                given(config, FisherOptions.WEIGHTS),
                given(config, FisherOptions.INPUT),
                given(config, FisherOptions.OUTPUT),
                variant,
                positive(
                        config,
                        variant == FisherVariant.BATCH_MEAN
                                ? FisherOptions.BATCHES
                                : FisherOptions.SAMPLES),
                positive(config, FisherOptions.LANES),
                positive(config, FisherOptions.STEPS),
                Math.max(0, config.get(FisherOptions.FRAMES)),
                config.get(FisherOptions.SEED),
                config.get(PretrainOptions.HELD_OUT),
                new ArrayList<>(config.get(PretrainOptions.HELD_OUT_GAMES)),
                new ArrayList<>(config.get(LearnerOptions.FREEZE)),
                config.get(LearnerOptions.GPUS));
    }

    /** The order in which the games are read. */
    EpisodeOrder order() {
        boolean pieces = frames > 0;
        return new EpisodeOrder(
                EpisodeOrder.Part.TRAINING,
                heldOut,
                heldOutGames,
                1,
                pieces ? PIECE_SEGMENTS : 0,
                seed,
                pieces,
                false);
    }

    private static String given(ReadableConfig config, ConfigOption<String> option) {
        return config.getOptional(option)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Option %s is missing".formatted(option.key())));
    }

    private static int positive(ReadableConfig config, ConfigOption<Integer> option) {
        int value = config.get(option);
        if (value < 1) {
            throw new IllegalArgumentException(
                    "Option %s is %d, expected at least 1".formatted(option.key(), value));
        }
        return value;
    }
}
