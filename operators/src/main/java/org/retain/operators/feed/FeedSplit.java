package org.retain.operators.feed;

import org.apache.flink.api.connector.source.SourceSplit;
import org.retain.datasets.episode.LanesState;

/**
 * The whole input as one split.
 *
 * @param input directory of Parquet shards
 * @param lanes how many episodes are interleaved
 * @param fingerprint digest of the shards that {@code progress} refers to; null before the first
 *     segment
 * @param progress where the lanes stand; null before the first segment
 */
record FeedSplit(String input, int lanes, String fingerprint, LanesState progress)
        implements SourceSplit {

    @Override
    public String splitId() {
        return "feed";
    }
}
