package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.MemorySummary;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;

/** Failure and rescaling of {@link EpisodicMemoryFunction}. */
class EpisodicMemoryRestoreTest {

    private static final int PART = 300;

    private final Configuration config = new Configuration();

    @BeforeEach
    void stratifiedMemory() {
        config.set(MemoryOptions.CAPACITY, 80);
        config.set(MemoryOptions.MIN_SIZE, 40);
        config.set(MemoryOptions.STRATUM, List.of("dungeon-level"));
        config.set(MemoryOptions.STRATUM_WEIGHTS, "0:3,*:1");
        config.set(MemoryOptions.SAMPLES_PER_INSERT, 1.5);
        config.set(MemoryOptions.SEED, 99L);
    }

    @ParameterizedTest
    @EnumSource
    void rescalesFromOneToTwoToOneAsIfUndisturbed(TestingMemory.Backend backend) throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> items;
        List<ShardHeader> headers;
        try (TestingMemory undisturbed = TestingMemory.start(config)) {
            for (int part = 0; part < 3; part++) {
                expected.addAll(feed(undisturbed, part));
            }
            items = undisturbed.items();
            headers = undisturbed.headers();
        }

        List<String> found = new ArrayList<>();
        OperatorSubtaskState snapshot;
        try (TestingMemory one = TestingMemory.start(config, backend, 1)) {
            found.addAll(feed(one, 0));
            snapshot = one.snapshot();
        }
        try (TestingMemory two = TestingMemory.restore(config, backend, 2, snapshot, 1)) {
            found.addAll(feed(two, 1));
            snapshot = two.snapshot();
        }
        try (TestingMemory one = TestingMemory.restore(config, backend, 1, snapshot, 2)) {
            found.addAll(feed(one, 2));

            assertThat(found).containsExactlyElementsOf(expected);
            assertThat(one.items())
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(items);
            assertThat(one.headers()).usingRecursiveComparison().isEqualTo(headers);
        }
    }

    @ParameterizedTest
    @EnumSource
    void continuesAfterAFailureAsIfUndisturbed(TestingMemory.Backend backend) throws Exception {
        List<String> undisturbed;
        OperatorSubtaskState snapshot;
        try (TestingMemory memory = TestingMemory.start(config, backend, 1)) {
            feed(memory, 0);
            snapshot = memory.snapshot();
            undisturbed = feed(memory, 1);
            feed(memory, 2);
        }

        try (TestingMemory restored = TestingMemory.restore(config, backend, 1, snapshot, 1)) {
            assertThat(feed(restored, 1)).isEqualTo(undisturbed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void drawsOnlyFromStateAfterARestore(TestingMemory.Backend backend) throws Exception {
        Set<String> held;
        OperatorSubtaskState snapshot;
        try (TestingMemory memory = TestingMemory.start(config, backend, 1)) {
            feed(memory, 0);
            held = new HashSet<>(memory.items());
            snapshot = memory.snapshot();
        }

        Set<String> drawn = new HashSet<>();
        try (TestingMemory restored = TestingMemory.restore(config, backend, 2, snapshot, 1)) {
            for (int i = 0; i < 3_000; i++) {
                for (Draws draws : restored.process(rollout(1_000_000 + i))) {
                    assertThat(draws.getForgiven()).isZero();
                    draws.getDrawn().forEach(segment -> drawn.add(TestingMemory.name(segment)));
                }
            }
        }

        assertThat(drawn).isEqualTo(held);
    }

    @Test
    void summarisesTheWholeLifeAfterARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (TestingMemory memory = TestingMemory.start(config)) {
            feed(memory, 0);
            snapshot = memory.snapshot();
        }

        try (TestingMemory restored =
                TestingMemory.restore(config, TestingMemory.Backend.HEAP, 2, snapshot, 1)) {
            List<MemorySummary> summaries = restored.end();

            assertThat(summaries).hasSize(8);
            assertThat(summaries.stream().mapToLong(MemorySummary::getDriving).sum())
                    .isEqualTo(PART);
        }
    }

    @ParameterizedTest
    @EnumSource
    void segmentsThatComeWhileACheckpointIsWrittenLeaveItAlone(TestingMemory.Backend backend)
            throws Exception {
        OperatorSubtaskState snapshot;
        List<ShardHeader> headers;
        List<String> items;
        try (TestingMemory memory = TestingMemory.start(config, backend, 1)) {
            feed(memory, 0);
            headers = memory.headers();
            items = memory.items();
            snapshot = memory.snapshotDuring(() -> feed(memory, 1));
        }

        try (TestingMemory restored = TestingMemory.restore(config, backend, 1, snapshot, 1)) {
            assertThat(restored.headers()).usingRecursiveComparison().isEqualTo(headers);
            assertThat(restored.items()).containsExactlyInAnyOrderElementsOf(items);
        }
    }

    @Test
    void refusesStateThatWasMadeWithOtherOptions() throws Exception {
        OperatorSubtaskState snapshot;
        try (TestingMemory memory = TestingMemory.start(config)) {
            feed(memory, 0);
            snapshot = memory.snapshot();
        }
        config.set(MemoryOptions.CAPACITY, 160);

        try (TestingMemory restored =
                TestingMemory.restore(config, TestingMemory.Backend.HEAP, 1, snapshot, 1)) {
            assertThatThrownBy(() -> restored.process(rollout(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("memory.capacity=80")
                    .hasMessageContaining("memory.capacity=160");
        }
    }

    private static List<String> feed(TestingMemory memory, int part) throws Exception {
        List<String> out = new ArrayList<>();
        for (int i = part * PART; i < (part + 1) * PART; i++) {
            memory.process(
                    TestingMemory.segment(
                            SegmentSource.DEMONSTRATION, i / 20, i % 20, String.valueOf(i % 4)));
            for (Draws draws : memory.process(rollout(i))) {
                List<String> drawn = draws.getDrawn().stream().map(TestingMemory::name).toList();
                out.add(
                        TestingMemory.name(draws.getDriving())
                                + " "
                                + drawn
                                + " "
                                + draws.getForgiven());
            }
        }
        return out;
    }

    private static Segment rollout(int index) {
        return TestingMemory.segment(SegmentSource.ROLLOUT, 0, index, "0");
    }
}
