package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.MemorySummary;
import org.retain.datasets.segment.MemoryTableSummary;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.TestingSegments;

/** Tests for {@link EpisodicMemoryFunction}. */
class EpisodicMemoryFunctionTest {

    private final Configuration config = new Configuration();

    @BeforeEach
    void oneShard() {
        config.set(MemoryOptions.SHARDS, 1);
        config.set(MemoryOptions.CAPACITY, 1_000);
    }

    @Test
    void drawsFromDemonstrationsWhenARolloutDrives() throws Exception {
        config.set(MemoryOptions.SAMPLES_PER_INSERT, 3.0);
        try (TestingMemory memory = TestingMemory.start(config)) {
            Segment demonstration = TestingSegments.demonstration("game", 0, 4, false);
            assertThat(memory.process(demonstration)).isEmpty();

            List<Draws> out = memory.process(rollout(0));

            assertThat(out)
                    .containsExactly(
                            new Draws(
                                    rollout(0),
                                    List.of(demonstration, demonstration, demonstration),
                                    0));
        }
    }

    @Test
    void neverDrawsTheDrivingSegmentForItself() throws Exception {
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.DEMONSTRATIONS);
        config.set(MemoryOptions.SAMPLES_PER_INSERT, 5.0);
        try (TestingMemory memory = TestingMemory.start(config)) {
            assertThat(memory.process(demonstration(0)).get(0).getForgiven()).isEqualTo(5);

            for (int i = 1; i < 50; i++) {
                Draws draws = memory.process(demonstration(i)).get(0);

                assertThat(draws.getDrawn()).hasSize(5).doesNotContain(demonstration(i));
                assertThat(draws.getForgiven()).isZero();
            }
        }
    }

    @Test
    void forgivesAndCountsDrawsBelowTheMinimumAndNoneAfterwards() throws Exception {
        config.set(MemoryOptions.MIN_SIZE, 10);
        config.set(MemoryOptions.SAMPLES_PER_INSERT, 2.0);
        try (TestingMemory memory = TestingMemory.start(config)) {
            for (int i = 0; i < 9; i++) {
                memory.process(demonstration(i));
                assertThat(memory.process(rollout(i)))
                        .containsExactly(new Draws(rollout(i), List.of(), 2));
            }
            memory.process(demonstration(9));
            for (int i = 9; i < 20; i++) {
                assertThat(memory.process(rollout(i)).get(0).getDrawn()).hasSize(2);
            }

            MemorySummary summary = memory.end().get(0);
            assertThat(summary.getDriving()).isEqualTo(20);
            assertThat(summary.getForgiven()).isEqualTo(18);
            assertThat(summary.getDraws()).isEqualTo(22);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.75, 1, 2.5, 4})
    void keepsTheRatioExactlyInEveryShard(double ratio) throws Exception {
        config.set(MemoryOptions.SHARDS, 4);
        config.set(MemoryOptions.SAMPLES_PER_INSERT, ratio);
        try (TestingMemory memory = TestingMemory.start(config)) {
            long drawn = 0;
            for (int i = 0; i < 400; i++) {
                memory.process(demonstration(i));
                Draws draws = memory.process(rollout(i)).get(0);
                drawn += draws.getDrawn().size() + draws.getForgiven();
            }

            List<ShardHeader> shards = memory.headers();
            assertThat(shards)
                    .hasSize(4)
                    .allSatisfy(
                            shard ->
                                    assertThat(shard.draws() + shard.forgiven())
                                            .isEqualTo((long) (shard.driving() * ratio)));
            assertThat(drawn).isGreaterThan((long) (400 * ratio) - 4);
            assertThat(drawn).isLessThanOrEqualTo((long) (400 * ratio));
        }
    }

    @Test
    void passesMarkersOnWithoutCountingThem() throws Exception {
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.DEMONSTRATIONS);
        try (TestingMemory memory = TestingMemory.start(config)) {
            memory.process(demonstration(0));
            List<Segment> markers = List.of(demonstration(1), rollout(1));
            for (Segment marker : markers) {
                marker.setDropped("gap");

                assertThat(memory.process(marker)).containsExactly(new Draws(marker, List.of(), 0));
            }

            assertThat(memory.items()).containsExactly(TestingMemory.name(demonstration(0)));
            assertThat(memory.headers().get(0).driving()).isOne();
        }
    }

    @Test
    void leavesOutSegmentsThatNeitherDriveNorAreInserted() throws Exception {
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.DEMONSTRATIONS);
        try (TestingMemory memory = TestingMemory.start(config)) {
            assertThat(memory.process(rollout(0))).isEmpty();
            assertThat(memory.items()).isEmpty();
            assertThat(memory.headers()).isEmpty();
        }
    }

    @Test
    void insertsBothSourcesWhenAsked() throws Exception {
        config.set(MemoryOptions.INSERT, List.of(SegmentKind.values()));
        try (TestingMemory memory = TestingMemory.start(config)) {
            memory.process(demonstration(0));
            memory.process(rollout(0));

            assertThat(memory.items())
                    .containsExactlyInAnyOrder(
                            TestingMemory.name(demonstration(0)), TestingMemory.name(rollout(0)));
        }
    }

    @Test
    void holdsTheCapacityInEachStratum() throws Exception {
        config.set(MemoryOptions.SHARDS, 2);
        config.set(MemoryOptions.CAPACITY, 10);
        config.set(MemoryOptions.STRATUM, List.of("dungeon-level"));
        try (TestingMemory memory = TestingMemory.start(config)) {
            for (int i = 0; i < 300; i++) {
                memory.process(
                        TestingMemory.segment(
                                SegmentSource.DEMONSTRATION, i, 0, String.valueOf(i % 3)));
            }

            assertThat(memory.items()).hasSize(30).doesNotHaveDuplicates();
            for (MemorySummary shard : memory.end()) {
                for (MemoryTableSummary table : shard.getTables()) {
                    assertThat(table.getItems()).isEqualTo(5);
                }
            }
        }
    }

    @Test
    void putsStrataBeyondTheLimitIntoOneTable() throws Exception {
        config.set(MemoryOptions.MAX_STRATA, 2);
        config.set(MemoryOptions.STRATUM, List.of("dungeon-level"));
        try (TestingMemory memory = TestingMemory.start(config)) {
            for (int i = 0; i < 50; i++) {
                memory.process(
                        TestingMemory.segment(
                                SegmentSource.DEMONSTRATION, i, 0, String.valueOf(i % 10)));
            }

            assertThat(memory.headers().get(0).tables())
                    .extracting(MemoryTable::stratum, MemoryTable::items)
                    .containsExactly(tuple("0", 5), tuple("1", 5), tuple("other", 40));
        }
    }

    @Test
    void waitsForStrataThatCanBeDrawn() throws Exception {
        config.set(MemoryOptions.STRATUM, List.of("dungeon-level"));
        config.set(MemoryOptions.STRATUM_WEIGHTS, "2:1");
        try (TestingMemory memory = TestingMemory.start(config)) {
            memory.process(TestingMemory.segment(SegmentSource.DEMONSTRATION, 0, 0, "1"));
            assertThat(memory.process(rollout(0)).get(0).getForgiven()).isOne();

            Segment second = TestingMemory.segment(SegmentSource.DEMONSTRATION, 0, 1, "2");
            memory.process(second);
            assertThat(memory.process(rollout(1)).get(0).getDrawn()).containsExactly(second);
        }
    }

    @Test
    void receiversMayChangeWhatTheyAreGiven() throws Exception {
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.DEMONSTRATIONS);
        Segment first = TestingSegments.demonstration("game", 0, 4, false);
        Segment expected = TestingSegments.demonstration("game", 0, 4, false);
        try (TestingMemory memory = TestingMemory.start(config)) {
            spoil(memory.process(first).get(0).getDriving());
            Segment second = TestingSegments.demonstration("game", 0, 4, false);
            spoil(memory.process(second).get(0).getDrawn().get(0));

            assertThat(memory.items(0).values()).containsOnly(expected);
        }
    }

    @Test
    void summarisesEachShardWhenTheInputEnds() throws Exception {
        config.set(MemoryOptions.SHARDS, 4);
        config.set(MemoryOptions.CAPACITY, 40);
        config.set(MemoryOptions.STRATUM, List.of("dungeon-level"));
        try (TestingMemory memory = TestingMemory.start(config)) {
            List<Segment> inserted = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                inserted.add(
                        TestingMemory.segment(
                                SegmentSource.DEMONSTRATION, i, 0, String.valueOf(i % 2)));
                memory.process(inserted.get(i));
                memory.process(rollout(i));
            }

            List<MemorySummary> summaries = memory.end();

            Set<Integer> shards = new HashSet<>();
            Map<String, Long> inserts = new TreeMap<>();
            for (MemorySummary summary : summaries) {
                shards.add(summary.getShard());
                long draws = 0;
                for (MemoryTableSummary table : summary.getTables()) {
                    inserts.merge(table.getStratum(), table.getInserts(), Long::sum);
                    draws += table.getDraws();
                    assertThat(table.getItems()).isEqualTo(10);
                    assertThat(table.getEvicted())
                            .isBetween(1L, table.getInserts() - table.getItems());
                }
                assertThat(summary.getDraws()).isEqualTo(draws);
            }
            assertThat(summaries).hasSize(4);
            assertThat(shards).containsExactly(0, 1, 2, 3);
            assertThat(inserts).containsExactly(Map.entry("0", 100L), Map.entry("1", 100L));
            assertThat(summaries.stream().mapToLong(MemorySummary::getDriving).sum())
                    .isEqualTo(200);
        }
    }

    private static void spoil(Segment segment) {
        segment.setLength(77);
        segment.getObservations().get(0).getData().put(0, (byte) 77);
    }

    private static Segment demonstration(int index) {
        return TestingMemory.segment(SegmentSource.DEMONSTRATION, 0, index, "1");
    }

    private static Segment rollout(int index) {
        return TestingMemory.segment(SegmentSource.ROLLOUT, 0, index, "1");
    }
}
