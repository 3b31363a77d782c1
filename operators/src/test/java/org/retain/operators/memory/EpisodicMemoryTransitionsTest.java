package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.MemorySummary;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TestingControlSegments;
import org.retain.datasets.segment.TestingSegments;
import org.retain.datasets.segment.TransitionCutting;

/** {@link EpisodicMemoryFunction} with transitions as its unit. */
class EpisodicMemoryTransitionsTest {

    private final Configuration config = new Configuration();

    @BeforeEach
    void transitionsInOneShard() {
        config.set(MemoryOptions.UNIT, MemoryUnit.TRANSITION);
        config.set(MemoryOptions.SHARDS, 1);
        config.set(MemoryOptions.CAPACITY, 1_000);
    }

    @Test
    void holdsTheTransitionsOfASegment() throws Exception {
        Segment demonstration = TestingSegments.demonstration("game", 1, 8, false);
        try (TestingMemory memory = TestingMemory.start(config)) {
            assertThat(memory.process(demonstration)).isEmpty();

            assertThat(memory.held())
                    .containsExactlyInAnyOrderElementsOf(TransitionCutting.cut(demonstration));
        }
    }

    @Test
    void answersADrivingSegmentWithTheDrawsOfAllItsStepsInOneRecord() throws Exception {
        config.set(MemoryOptions.SAMPLES_PER_INSERT, 2.5);
        try (TestingMemory memory = TestingMemory.start(config)) {
            Segment demonstration = demonstration(0, 6);
            memory.process(demonstration);

            List<Draws> out = memory.process(rollout(0, 6));

            assertThat(out).hasSize(1);
            assertThat(out.get(0).getDriving()).isEqualTo(rollout(0, 6));
            assertThat(out.get(0).getDrawn())
                    .hasSize(15)
                    .isSubsetOf(TransitionCutting.cut(demonstration));
        }
    }

    @Test
    void neverDrawsTransitionsOfTheDrivingSegmentForItself() throws Exception {
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.DEMONSTRATIONS);
        try (TestingMemory memory = TestingMemory.start(config)) {
            assertThat(memory.process(demonstration(0, 5)).get(0).getForgiven()).isEqualTo(5);

            for (int i = 1; i < 50; i++) {
                int first = 5 * i;
                assertThat(memory.process(demonstration(i, 5)).get(0).getDrawn())
                        .hasSize(5)
                        .allSatisfy(drawn -> assertThat(drawn.getFirstStep()).isLessThan(first));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.75, 1, 2.5, 4})
    void keepsTheRatioToTheStepsExactlyInEveryShard(double ratio) throws Exception {
        config.set(MemoryOptions.SHARDS, 4);
        config.set(MemoryOptions.CAPACITY, 10_000);
        config.set(MemoryOptions.MIN_SIZE, 40);
        config.set(MemoryOptions.SAMPLES_PER_INSERT, ratio);
        try (TestingMemory memory = TestingMemory.start(config)) {
            long drawn = 0;
            long forgiven = 0;
            long steps = 0;
            for (int i = 0; i < 200; i++) {
                int length = 1 + i * 7 % 11;
                memory.process(demonstration(i, length));
                Draws draws = memory.process(rollout(i, length)).get(0);
                drawn += draws.getDrawn().size();
                forgiven += draws.getForgiven();
                steps += length;
            }

            assertThat(memory.counters())
                    .containsEntry("driving", steps)
                    .containsEntry("draws", drawn)
                    .containsEntry("forgiven", forgiven)
                    .containsEntry("stratum.all.inserts", steps)
                    .containsEntry("stratum.all.items", steps);
            List<MemorySummary> shards = memory.end();
            assertThat(shards)
                    .hasSize(4)
                    .allSatisfy(
                            shard ->
                                    assertThat(shard.getDraws() + shard.getForgiven())
                                            .isEqualTo((long) (shard.getDriving() * ratio)));
            assertThat(shards.stream().mapToLong(MemorySummary::getDriving).sum()).isEqualTo(steps);
            assertThat(drawn + forgiven)
                    .isBetween((long) (steps * ratio) - 3, (long) (steps * ratio));
        }
    }

    @Test
    void forgivesAllDrawsOfASegmentOrNone() throws Exception {
        config.set(MemoryOptions.MIN_SIZE, 10);
        try (TestingMemory memory = TestingMemory.start(config)) {
            memory.process(demonstration(0, 9));
            assertThat(memory.process(rollout(0, 4)))
                    .containsExactly(new Draws(rollout(0, 4), List.of(), 4));

            memory.process(demonstration(9, 1));
            Draws draws = memory.process(rollout(1, 4)).get(0);
            assertThat(draws.getDrawn()).hasSize(4);
            assertThat(draws.getForgiven()).isZero();
        }
    }

    @Test
    void leavesOutAndCountsTransitionsWithoutANextObservation() throws Exception {
        try (TestingMemory memory = TestingMemory.start(config)) {
            Segment unknown = demonstration(0, 4);
            unknown.setBootstrapValid(false);
            memory.process(unknown);
            Segment terminated = demonstration(1, 4);
            terminated.setBootstrapValid(false);
            terminated.setTerminated(true);
            memory.process(terminated);

            assertThat(memory.held())
                    .extracting(Segment::getFirstStep)
                    .containsExactlyInAnyOrder(0L, 1L, 2L, 4L, 5L, 6L, 7L);
            assertThat(memory.counters())
                    .containsEntry("leftOut", 1L)
                    .containsEntry("uncut", 0L)
                    .containsEntry("stratum.all.items", 7L);
        }
    }

    @Test
    void leavesOutAndCountsADamagedSegmentWhichDrivesAllTheSame() throws Exception {
        config.set(MemoryOptions.INSERT, List.of(SegmentKind.values()));
        try (TestingMemory memory = TestingMemory.start(config)) {
            memory.process(demonstration(0, 4));
            Segment damaged = rollout(0, 4);
            damaged.getActions().setCodec(TensorCodec.ZSTD);
            damaged.getActions().setData(ByteBuffer.wrap(new byte[] {1, 2, 3}));

            List<Draws> out = memory.process(damaged);

            assertThat(out.get(0).getDriving()).isEqualTo(damaged);
            assertThat(out.get(0).getDrawn()).hasSize(4);
            assertThat(memory.held()).hasSize(4);
            assertThat(memory.counters()).containsEntry("uncut", 1L).containsEntry("driving", 4L);
        }
    }

    @Test
    void passesMarkersOnWithoutCountingThem() throws Exception {
        try (TestingMemory memory = TestingMemory.start(config)) {
            Segment marker = rollout(0, 4);
            marker.setLength(0);
            marker.setDropped("gap");

            assertThat(memory.process(marker)).containsExactly(new Draws(marker, List.of(), 0));
            assertThat(memory.headers()).isEmpty();
        }
    }

    @Test
    void holdsTheCapacityInTransitions() throws Exception {
        config.set(MemoryOptions.CAPACITY, 10);
        config.set(MemoryOptions.REMOVER, Remover.FIFO);
        try (TestingMemory memory = TestingMemory.start(config)) {
            List<Long> newest = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                memory.process(demonstration(i, 4));
            }
            for (long step = 18; step < 28; step++) {
                newest.add(step);
            }

            assertThat(memory.held())
                    .extracting(Segment::getFirstStep)
                    .containsExactlyInAnyOrderElementsOf(newest);
        }
    }

    private static Segment demonstration(int index, int steps) {
        return TestingControlSegments.segment(SegmentSource.DEMONSTRATION, "expert", index, steps);
    }

    private static Segment rollout(int index, int steps) {
        return TestingControlSegments.segment(SegmentSource.ROLLOUT, "run/1", index, steps);
    }
}
