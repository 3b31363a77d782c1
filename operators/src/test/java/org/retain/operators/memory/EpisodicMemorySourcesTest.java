package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.MemorySummary;
import org.retain.datasets.segment.MemoryTableSummary;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.TestingControlSegments;

/**
 * {@link EpisodicMemoryFunction} as the episodic memory of the paper's SAC runs, in small: the
 * expert's first transitions stay for ever beside the newest of the student's.
 */
class EpisodicMemorySourcesTest {

    private static final int KEPT = 40;
    private static final int NEWEST = 160;
    private static final int STEPS = 4;

    private final Configuration config = new Configuration();

    @BeforeEach
    void expertBesideStudent() {
        config.set(MemoryOptions.UNIT, MemoryUnit.TRANSITION);
        config.set(MemoryOptions.INSERT, List.of(SegmentKind.values()));
        config.set(MemoryOptions.SHARDS, 1);
        config.set(MemoryOptions.DEMONSTRATION_CAPACITY, KEPT);
        config.set(MemoryOptions.DEMONSTRATION_REMOVER, Remover.KEEP_FOREVER);
        config.set(MemoryOptions.ROLLOUT_CAPACITY, NEWEST);
        config.set(MemoryOptions.ROLLOUT_REMOVER, Remover.FIFO);
    }

    @Test
    void keepsTheFirstDemonstrationsAndTheNewestRollouts() throws Exception {
        try (TestingMemory memory = TestingMemory.start(config)) {
            feedDemonstrations(memory, 15);
            for (int i = 0; i < 100; i++) {
                memory.process(rollout(i));
                memory.process(demonstration(15 + i));
            }

            assertThat(steps(memory, SegmentSource.DEMONSTRATION))
                    .containsExactlyInAnyOrderElementsOf(range(0, KEPT));
            assertThat(steps(memory, SegmentSource.ROLLOUT))
                    .containsExactlyInAnyOrderElementsOf(range(400 - NEWEST, 400));
            MemorySummary summary = memory.end().get(0);
            assertThat(summary.getTables())
                    .extracting(
                            MemoryTableSummary::getStratum,
                            MemoryTableSummary::getItems,
                            MemoryTableSummary::getInserts,
                            MemoryTableSummary::getEvicted)
                    .containsExactly(
                            tuple("demonstrations", 40L, 460L, 0L),
                            tuple("rollouts", 160L, 400L, 240L));
        }
    }

    @Test
    void drawsUniformlyFromTheUnionOfBoth() throws Exception {
        config.set(MemoryOptions.SAMPLES_PER_INSERT, 5.0);
        long[] drawn = new long[KEPT + NEWEST];
        try (TestingMemory memory = TestingMemory.start(config)) {
            feedDemonstrations(memory, KEPT / STEPS);
            feedRollouts(memory, NEWEST / STEPS);
            for (int i = NEWEST / STEPS; i < 600; i++) {
                Segment driving = rollout(i);
                for (Segment segment : memory.process(driving).get(0).getDrawn()) {
                    boolean kept = segment.getSource() == SegmentSource.DEMONSTRATION;
                    // Of a rollout its age is told, from 1: the newest step before the driving.
                    long age = driving.getFirstStep() - segment.getFirstStep();
                    drawn[(int) (kept ? segment.getFirstStep() : KEPT + age - 1)]++;
                }
            }
        }

        assertThat(LongStream.of(drawn).sum()).isEqualTo((600 - NEWEST / STEPS) * STEPS * 5);
        assertThat(TestingChiSquare.fitsUniform(drawn)).isTrue();
    }

    @Test
    void drawsOnlyDemonstrationsAtFirstAndTheirShareOfTheCapacityInTheEnd() throws Exception {
        config.set(MemoryOptions.SHARDS, 4);
        config.set(MemoryOptions.SAMPLES_PER_INSERT, 2.0);
        try (TestingMemory memory = TestingMemory.start(config)) {
            feedDemonstrations(memory, 100);
            assertThat(drawn(memory, rollout(0)))
                    .hasSize(2 * STEPS)
                    .allSatisfy(
                            segment ->
                                    assertThat(segment.getSource())
                                            .isEqualTo(SegmentSource.DEMONSTRATION));
            feedRollouts(memory, 400);
            long[] bySource = new long[2];
            for (int i = 400; i < 1_400; i++) {
                for (Segment segment : drawn(memory, rollout(i))) {
                    bySource[segment.getSource() == SegmentSource.DEMONSTRATION ? 0 : 1]++;
                }
            }

            assertThat(bySource[0] + bySource[1]).isEqualTo(1_000 * STEPS * 2);
            assertThat(TestingChiSquare.fits(bySource, 0.2, 0.8)).isTrue();
            assertThat(steps(memory, SegmentSource.DEMONSTRATION)).hasSize(KEPT);
            assertThat(steps(memory, SegmentSource.ROLLOUT)).hasSize(NEWEST);
        }
    }

    @Test
    void eachSourceHasItsOwnTableForStrataBeyondTheLimit() throws Exception {
        config.set(MemoryOptions.STRATUM, List.of("stage"));
        config.set(MemoryOptions.MAX_STRATA, 2);
        try (TestingMemory memory = TestingMemory.start(config)) {
            feedDemonstrations(memory, 40);
            feedRollouts(memory, 400);

            Map<String, Long> items = new HashMap<>();
            for (MemoryTableSummary table : memory.end().get(0).getTables()) {
                items.put(table.getStratum(), table.getItems());
            }
            assertThat(items)
                    .isEqualTo(
                            Map.of(
                                    "demonstrations/0", 40L,
                                    "demonstrations/1", 40L,
                                    "demonstrations/other", 40L,
                                    "rollouts/other", 160L));
        }
    }

    @Test
    void countsBySource() throws Exception {
        try (TestingMemory memory = TestingMemory.start(config)) {
            feedDemonstrations(memory, 20);
            feedRollouts(memory, 50);

            assertThat(memory.counters())
                    .containsEntry("driving", 200L)
                    .containsEntry("draws", 200L)
                    .containsEntry("stratum.demonstrations.items", 40L)
                    .containsEntry("stratum.demonstrations.inserts", 80L)
                    .containsEntry("stratum.demonstrations.evicted", 0L)
                    .containsEntry("stratum.rollouts.items", 160L)
                    .containsEntry("stratum.rollouts.inserts", 200L)
                    .containsEntry("stratum.rollouts.evicted", 40L);
        }
    }

    private static List<Segment> drawn(TestingMemory memory, Segment driving) throws Exception {
        List<Draws> out = memory.process(driving);
        assertThat(out).hasSize(1);
        return out.get(0).getDrawn();
    }

    private static List<Long> steps(TestingMemory memory, SegmentSource source) throws Exception {
        List<Long> steps = new ArrayList<>();
        for (Segment segment : memory.held()) {
            if (segment.getSource() == source) {
                steps.add(segment.getFirstStep());
            }
        }
        return steps;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static void feedDemonstrations(TestingMemory memory, int segments) throws Exception {
        for (int i = 0; i < segments; i++) {
            memory.process(demonstration(i));
        }
    }

    private static void feedRollouts(TestingMemory memory, int segments) throws Exception {
        for (int i = 0; i < segments; i++) {
            memory.process(rollout(i));
        }
    }

    private static Segment demonstration(int index) {
        return TestingControlSegments.segment(SegmentSource.DEMONSTRATION, "expert", index, STEPS);
    }

    private static Segment rollout(int index) {
        return TestingControlSegments.segment(SegmentSource.ROLLOUT, "run/1", index, STEPS);
    }
}
