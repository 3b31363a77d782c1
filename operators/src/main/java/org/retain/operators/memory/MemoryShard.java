package org.retain.operators.memory;

import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.retain.datasets.segment.Segment;
import org.retain.operators.random.CounterRandom;

/**
 * Keys a segment by its shard of the memory: a hash of episode id and segment index.
 *
 * <pre>{@code
 * segments.keyBy(new MemoryShard(config), Types.INT)
 *         .process(new EpisodicMemoryFunction(config))
 * }</pre>
 *
 * <p>A shard's key is congruent to the shard's number modulo the number of shards, and among those
 * numbers the first that Flink's own hash puts into the shard's place when the shards are spread
 * evenly over the key groups. So every parallelism gives each subtask as equal a number of shards
 * as whole numbers allow, provided that {@code pipeline.max-parallelism} is what the flow runs
 * with.
 */
public final class MemoryShard implements KeySelector<Segment, Integer> {

    private static final long serialVersionUID = 1L;

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final int[] keys;

    /**
     * A selector for the shards that the options ask for.
     *
     * @throws IllegalArgumentException when an option of the memory is out of range
     */
    public MemoryShard(ReadableConfig config) {
        this(
                MemorySettings.from(config).shards(),
                config.getOptional(PipelineOptions.MAX_PARALLELISM)
                        .filter(max -> max > 0)
                        .orElse(KeyGroupRangeAssignment.DEFAULT_LOWER_BOUND_MAX_PARALLELISM));
    }

    MemoryShard(int shards, int maxParallelism) {
        keys = new int[shards];
        for (int shard = 0; shard < shards; shard++) {
            int group = (int) ((2L * shard + 1) * maxParallelism / (2L * shards));
            keys[shard] = keyIn(group, shard, shards, maxParallelism);
        }
    }

    @Override
    public Integer getKey(Segment segment) {
        long hash = hash(segment.getEpisodeId(), segment.getSegmentIndex());
        return keys[(int) CounterRandom.below(hash, keys.length)];
    }

    /** The number of the shard that a key stands for. */
    static int number(int key, int shards) {
        return key % shards;
    }

    /** The keys of all shards. */
    int[] keys() {
        return keys.clone();
    }

    private static int keyIn(int group, int shard, int shards, int maxParallelism) {
        for (long key = shard; key <= Integer.MAX_VALUE; key += shards) {
            if (KeyGroupRangeAssignment.assignToKeyGroup((int) key, maxParallelism) == group) {
                return (int) key;
            }
        }
        return shard;
    }

    private static long hash(String episodeId, int segmentIndex) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < episodeId.length(); i++) {
            hash = (hash ^ episodeId.charAt(i)) * FNV_PRIME;
        }
        return mix(mix(hash) + segmentIndex * GOLDEN_RATIO);
    }

    /** A bijection in which every input bit flips every output bit with probability near 1/2. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
