package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;

/** Tests for {@link MemoryShard}. */
class MemoryShardTest {

    @Test
    void spreadsTheSegmentsOfManyShortEpisodesEvenly() {
        assertThat(TestingChiSquare.fitsUniform(segmentsOfShards(10_000, 4))).isTrue();
    }

    @Test
    void spreadsTheSegmentsOfOneLongEpisodeEvenly() {
        assertThat(TestingChiSquare.fitsUniform(segmentsOfShards(1, 40_000))).isTrue();
    }

    @Test
    void spreadsTheFirstSegmentsOfEpisodesEvenly() {
        assertThat(TestingChiSquare.fitsUniform(segmentsOfShards(40_000, 1))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1,128", "2,128", "7,128", "8,128", "16,128", "128,128", "8,256", "12,720", "5,8"})
    void givesEverySubtaskAsManyShardsAsAnyOther(int shards, int maxParallelism) {
        int[] keys = new MemoryShard(shards, maxParallelism).keys();

        for (int parallelism = 1; parallelism <= Math.min(shards, maxParallelism); parallelism++) {
            int[] load = new int[parallelism];
            for (int key : keys) {
                load[
                        KeyGroupRangeAssignment.assignKeyToParallelOperator(
                                key, maxParallelism, parallelism)]++;
            }
            IntSummaryStatistics statistics = Arrays.stream(load).summaryStatistics();
            assertThat(statistics.getMax() - statistics.getMin())
                    .as("parallelism %d: %s", parallelism, Arrays.toString(load))
                    .isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,128", "8,128", "1024,128", "1024,32768"})
    void recoversTheShardFromItsKey(int shards, int maxParallelism) {
        int[] keys = new MemoryShard(shards, maxParallelism).keys();

        assertThat(Arrays.stream(keys).map(key -> MemoryShard.number(key, shards)))
                .containsExactly(IntStream.range(0, shards).boxed().toArray(Integer[]::new));
    }

    @Test
    void takesTheKeysForTheMaximumParallelismOfTheJob() {
        Configuration config =
                Configuration.fromMap(
                        Map.of("memory.shards", "4", "pipeline.max-parallelism", "512"));

        assertThat(new MemoryShard(config).keys()).containsExactly(new MemoryShard(4, 512).keys());
        assertThat(new MemoryShard(new Configuration()).keys())
                .containsExactly(new MemoryShard(8, 128).keys());
    }

    private static long[] segmentsOfShards(int episodes, int segments) {
        MemoryShard shard = new MemoryShard(8, 128);
        long[] counts = new long[8];
        for (int episode = 0; episode < episodes; episode++) {
            for (int index = 0; index < segments; index++) {
                Segment segment = TestingMemory.segment(SegmentSource.ROLLOUT, episode, index, "1");
                counts[MemoryShard.number(shard.getKey(segment), 8)]++;
            }
        }
        return counts;
    }
}
