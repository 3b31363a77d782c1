package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.TestingControlSegments;

/** Failure and rescaling of a memory of transitions with tables by source. */
class EpisodicMemorySourcesRestoreTest {

    private static final int PART = 100;

    private final Configuration config = new Configuration();

    @BeforeEach
    void expertBesideStudent() {
        config.set(MemoryOptions.UNIT, MemoryUnit.TRANSITION);
        config.set(MemoryOptions.INSERT, List.of(SegmentKind.values()));
        config.set(MemoryOptions.DEMONSTRATION_CAPACITY, 40);
        config.set(MemoryOptions.DEMONSTRATION_REMOVER, Remover.KEEP_FOREVER);
        config.set(MemoryOptions.ROLLOUT_CAPACITY, 160);
        config.set(MemoryOptions.ROLLOUT_REMOVER, Remover.RESERVOIR);
        config.set(MemoryOptions.MIN_SIZE, 40);
        config.set(MemoryOptions.SAMPLES_PER_INSERT, 1.3);
        config.set(MemoryOptions.SEED, 99L);
    }

    @ParameterizedTest
    @EnumSource
    void rescalesFromOneToTwoToOneAsIfUndisturbed(TestingMemory.Backend backend) throws Exception {
        List<String> expected = new ArrayList<>();
        List<Segment> held;
        List<ShardHeader> headers;
        Map<String, Long> counters;
        try (TestingMemory undisturbed = TestingMemory.start(config)) {
            for (int part = 0; part < 3; part++) {
                expected.addAll(feed(undisturbed, part));
            }
            held = undisturbed.held();
            headers = undisturbed.headers();
            counters = undisturbed.counters();
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
            assertThat(one.held())
                    .hasSize(200)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(held);
            assertThat(one.headers()).usingRecursiveComparison().isEqualTo(headers);
            for (String counter :
                    List.of(
                            "driving",
                            "draws",
                            "forgiven",
                            "stratum.demonstrations.items",
                            "stratum.rollouts.inserts",
                            "stratum.rollouts.evicted")) {
                assertThat(one.counters()).containsEntry(counter, counters.get(counter));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void segmentsThatComeWhileACheckpointIsWrittenLeaveItAlone(TestingMemory.Backend backend)
            throws Exception {
        OperatorSubtaskState snapshot;
        List<String> undisturbed = new ArrayList<>();
        try (TestingMemory memory = TestingMemory.start(config, backend, 1)) {
            feed(memory, 0);
            snapshot = memory.snapshotDuring(() -> undisturbed.addAll(feed(memory, 1)));
        }

        try (TestingMemory restored = TestingMemory.restore(config, backend, 1, snapshot, 1)) {
            assertThat(feed(restored, 1)).isEqualTo(undisturbed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "memory.demonstration-capacity, 40, 48",
        "memory.demonstration-remover, keep-forever, fifo",
        "memory.rollout-capacity, 160, 168",
        "memory.rollout-remover, reservoir, fifo",
    })
    void refusesStateThatWasMadeWithOtherOptionsOfASource(String key, String made, String now)
            throws Exception {
        OperatorSubtaskState snapshot;
        try (TestingMemory memory = TestingMemory.start(config)) {
            feed(memory, 0);
            snapshot = memory.snapshot();
        }
        config.setString(key, now);

        assertRefused(snapshot, key + "=" + made, key + "=" + now);
    }

    @Test
    void refusesStateThatWasMadeWithAnotherUnit() throws Exception {
        OperatorSubtaskState snapshot;
        try (TestingMemory memory = TestingMemory.start(config)) {
            feed(memory, 0);
            snapshot = memory.snapshot();
        }
        config.set(MemoryOptions.UNIT, MemoryUnit.SEGMENT);

        assertRefused(snapshot, "memory.unit=transition", "options say memory.shards=8");
    }

    @Test
    void refusesStateWhoseTablesBothSourcesShared() throws Exception {
        Configuration shared = new Configuration();
        shared.set(MemoryOptions.UNIT, MemoryUnit.TRANSITION);
        OperatorSubtaskState snapshot;
        try (TestingMemory memory = TestingMemory.start(shared)) {
            feed(memory, 0);
            snapshot = memory.snapshot();
        }

        assertRefused(snapshot, "memory.capacity=2000", "memory.demonstration-capacity=40");
    }

    private void assertRefused(OperatorSubtaskState snapshot, String made, String now)
            throws Exception {
        try (TestingMemory restored =
                TestingMemory.restore(config, TestingMemory.Backend.HEAP, 1, snapshot, 1)) {
            assertThatThrownBy(() -> restored.process(segment(SegmentSource.ROLLOUT, 0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(made)
                    .hasMessageContaining(now);
        }
    }

    private static List<String> feed(TestingMemory memory, int part) throws Exception {
        List<String> out = new ArrayList<>();
        for (int i = part * PART; i < (part + 1) * PART; i++) {
            memory.process(segment(SegmentSource.DEMONSTRATION, i));
            for (Draws draws : memory.process(segment(SegmentSource.ROLLOUT, i))) {
                out.add(
                        "%s %s %d"
                                .formatted(
                                        TestingMemory.name(draws.getDriving()),
                                        draws.getDrawn(),
                                        draws.getForgiven()));
            }
        }
        return out;
    }

    private static Segment segment(SegmentSource source, int index) {
        return TestingControlSegments.segment(source, "run/" + index / 30, index % 30, 3);
    }
}
