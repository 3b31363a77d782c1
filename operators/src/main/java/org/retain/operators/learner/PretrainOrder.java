package org.retain.operators.learner;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.episode.ParquetEpisodes;

/** In which order pre-training plays recorded games, and how many updates that makes. */
public final class PretrainOrder {

    private PretrainOrder() {}

    /**
     * The order in which a part of the games is played.
     *
     * @throws IllegalArgumentException when an option is out of range
     */
    public static EpisodeOrder of(ReadableConfig config, EpisodeOrder.Part part) {
        boolean training = part == EpisodeOrder.Part.TRAINING;
        return new EpisodeOrder(
                part,
                config.get(PretrainOptions.HELD_OUT),
                config.get(PretrainOptions.HELD_OUT_GAMES),
                training ? config.get(PretrainOptions.PASSES) : 1,
                training ? config.get(PretrainOptions.PIECE) : 0,
                config.get(PretrainOptions.SEED),
                training,
                false);
    }

    /** Whether the options hold games out. */
    static boolean holdsOut(ReadableConfig config) {
        return config.get(PretrainOptions.HELD_OUT) > 0
                || !config.get(PretrainOptions.HELD_OUT_GAMES).isEmpty();
    }

    /**
     * Checks that there are games to score, where the options hold some out.
     *
     * @throws IOException when there are none, or the shards cannot be read
     */
    public static void requireHeldOut(ReadableConfig config) throws IOException {
        if (holdsOut(config)) {
            ParquetEpisodes.open(
                            config.get(PretrainOptions.INPUT),
                            of(config, EpisodeOrder.Part.HELD_OUT))
                    .close();
        }
    }

    /**
     * Updates until all passes are over, or {@code max-updates} where that is less.
     *
     * @throws IOException when the shards cannot be read
     */
    public static long updates(ReadableConfig config) throws IOException {
        try (ParquetEpisodes episodes =
                ParquetEpisodes.open(
                        config.get(PretrainOptions.INPUT),
                        of(config, EpisodeOrder.Part.TRAINING))) {
            long segments = Arrays.stream(episodes.segmentCounts()).asLongStream().sum();
            long lanes = config.get(PretrainOptions.LANES);
            long all = (segments + lanes - 1) / lanes;
            long limit = config.get(LearnerOptions.MAX_UPDATES);
            return limit > 0 ? Math.min(limit, all) : all;
        }
    }
}
