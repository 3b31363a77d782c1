package org.retain.operators.feed;

import java.io.IOException;
import java.util.Arrays;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.episode.Episodes;
import org.retain.datasets.episode.ParquetEpisodes;

/**
 * What a directory of shards holds.
 *
 * @param episodes recorded episodes
 * @param segments segments of all of them
 */
public record FeedInput(int episodes, long segments) {

    /**
     * Reads the footers of a directory's shards.
     *
     * @param order which of the episodes
     * @throws IOException when it has no shards or one of them is damaged
     */
    public static FeedInput of(String directory, EpisodeOrder order) throws IOException {
        try (Episodes episodes = ParquetEpisodes.open(directory, order)) {
            int[] counts = episodes.segmentCounts();
            return new FeedInput(counts.length, Arrays.stream(counts).asLongStream().sum());
        }
    }
}
