package org.retain.datasets.shard;

import java.util.Map;
import java.util.TreeMap;
import org.retain.datasets.nld.NldFilter;

/**
 * All that the content of shards depends on, besides the games.
 *
 * @param filter which games
 * @param segmentLength steps T of a segment
 * @param shardBytes a shard is closed when its games' recordings have at least this length
 */
public record ShardSettings(NldFilter filter, int segmentLength, long shardBytes) {

    private static final String LAYOUT = "1";

    public ShardSettings {
        if (segmentLength < 1) {
            throw new IllegalArgumentException(
                    "Segments of %d steps, expected at least 1".formatted(segmentLength));
        }
        if (shardBytes < 1) {
            throw new IllegalArgumentException(
                    "Shards of %d bytes, expected at least 1".formatted(shardBytes));
        }
    }

    /** The settings by the names of their options. */
    Map<String, String> toMap() {
        Map<String, String> map = new TreeMap<>();
        map.put("layout", LAYOUT);
        map.put("filter", filter.toString());
        map.put("segment.length", String.valueOf(segmentLength));
        map.put("shard.size", shardBytes + " bytes");
        return map;
    }
}
