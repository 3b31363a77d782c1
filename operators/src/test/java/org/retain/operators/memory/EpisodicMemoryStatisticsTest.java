package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;

/** Distributions of {@link EpisodicMemoryFunction}, from segments in to draws out. */
class EpisodicMemoryStatisticsTest {

    private static final int SHARDS = 64;
    private static final int SEGMENTS = 12_800;
    private static final int PHASES = 10;

    private final Configuration config = new Configuration();

    @Test
    void reservoirHoldsEarlyAndLateSegmentsAlike() throws Exception {
        assertThat(TestingChiSquare.fitsUniform(heldByPhase(Remover.RESERVOIR))).isTrue();
    }

    @Test
    void fifoDoesNot() throws Exception {
        assertThat(TestingChiSquare.fitsUniform(heldByPhase(Remover.FIFO))).isFalse();
    }

    @Test
    void drawsAreUniformOverTheItemsOfAShard() throws Exception {
        config.set(MemoryOptions.SHARDS, 1);
        config.set(MemoryOptions.CAPACITY, 50);
        config.set(MemoryOptions.SAMPLES_PER_INSERT, 20.0);
        try (TestingMemory memory = TestingMemory.start(config)) {
            for (int i = 0; i < 50; i++) {
                memory.process(demonstration(i, "1"));
            }
            long[] drawn = new long[50];
            for (int i = 0; i < 1_000; i++) {
                for (Segment segment : drawn(memory, i)) {
                    drawn[segment.getSegmentIndex()]++;
                }
            }

            assertThat(TestingChiSquare.fitsUniform(drawn)).isTrue();
        }
    }

    @Test
    void drawsMeetTheWeightsOfStrataInAllShardsTogether() throws Exception {
        config.set(MemoryOptions.STRATUM, List.of("dungeon-level"));
        config.set(MemoryOptions.STRATUM_WEIGHTS, "0:0.5,1:1,2:2.5");
        try (TestingMemory memory = TestingMemory.start(config)) {
            // Strata of very different sizes: 1,000, 100 and 100 segments.
            for (int i = 0; i < 1_200; i++) {
                memory.process(demonstration(i, String.valueOf(Math.max(0, i % 12 - 9))));
            }
            long[] drawn = new long[3];
            for (int i = 0; i < 10_000; i++) {
                for (Segment segment : drawn(memory, i)) {
                    drawn[Integer.parseInt(segment.getStrata().get("dungeon-level"))]++;
                }
            }

            assertThat(drawn[0] + drawn[1] + drawn[2]).isEqualTo(10_000);
            assertThat(TestingChiSquare.fits(drawn, 0.125, 0.25, 0.625)).isTrue();
        }
    }

    private long[] heldByPhase(Remover remover) throws Exception {
        config.set(MemoryOptions.SHARDS, SHARDS);
        config.set(MemoryOptions.CAPACITY, 20 * SHARDS);
        config.set(MemoryOptions.REMOVER, remover);
        long[] held = new long[PHASES];
        try (TestingMemory memory = TestingMemory.start(config)) {
            for (int i = 0; i < SEGMENTS; i++) {
                memory.process(demonstration(i, "1"));
            }
            for (Segment segment : memory.held()) {
                held[segment.getSegmentIndex() * PHASES / SEGMENTS]++;
            }
        }
        return held;
    }

    private static List<Segment> drawn(TestingMemory memory, int index) throws Exception {
        List<Draws> out =
                memory.process(TestingMemory.segment(SegmentSource.ROLLOUT, 0, index, "9"));
        return out.get(0).getDrawn();
    }

    private static Segment demonstration(int index, String level) {
        return TestingMemory.segment(SegmentSource.DEMONSTRATION, 0, index, level);
    }
}
