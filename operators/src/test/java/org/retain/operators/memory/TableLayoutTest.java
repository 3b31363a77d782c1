package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;

/** Tests for {@link TableLayout}. */
class TableLayoutTest {

    private static final String BOTH = "demonstrations;rollouts";

    private final Segment demonstration =
            TestingMemory.segment(SegmentSource.DEMONSTRATION, 1, 0, "5");
    private final Segment rollout = TestingMemory.segment(SegmentSource.ROLLOUT, 1, 0, "5");

    @Test
    void bothSourcesShareTheirTablesWithoutAnOptionOfOne() {
        TableLayout layout =
                layout("memory.insert", BOTH, "memory.capacity", "100", "memory.remover", "fifo");

        assertThat(layout.choose(demonstration))
                .isEqualTo(new TableChoice("all", "other", new TableLimits(100, Remover.FIFO)))
                .isEqualTo(layout.choose(rollout));
        assertThat(layout.text())
                .isEqualTo(
                        "memory.shards=8, memory.capacity=100, memory.remover=fifo,"
                                + " memory.stratum=[]");
    }

    @Test
    void eachSourceHasItsOwnTablesAndLimits() {
        TableLayout layout =
                layout(
                        "memory.insert", BOTH,
                        "memory.demonstration-capacity", "10",
                        "memory.demonstration-remover", "keep-forever",
                        "memory.rollout-capacity", "90",
                        "memory.rollout-remover", "fifo");

        assertThat(layout.choose(demonstration))
                .isEqualTo(
                        new TableChoice(
                                "demonstrations",
                                "demonstrations/other",
                                new TableLimits(10, Remover.KEEP_FOREVER)));
        assertThat(layout.choose(rollout))
                .isEqualTo(
                        new TableChoice(
                                "rollouts", "rollouts/other", new TableLimits(90, Remover.FIFO)));
        assertThat(layout.text())
                .isEqualTo(
                        "memory.shards=8, memory.demonstration-capacity=10,"
                                + " memory.demonstration-remover=keep-forever,"
                                + " memory.rollout-capacity=90, memory.rollout-remover=fifo,"
                                + " memory.stratum=[]");
    }

    @ParameterizedTest
    @CsvSource({
        "memory.demonstration-capacity, 50, 50, RESERVOIR, 2000, RESERVOIR",
        "memory.rollout-capacity, 50, 2000, RESERVOIR, 50, RESERVOIR",
        "memory.demonstration-remover, fifo, 2000, FIFO, 2000, RESERVOIR",
        "memory.rollout-remover, fifo, 2000, RESERVOIR, 2000, FIFO",
    })
    void oneOptionSeparatesTheSourcesAndTheRestFallsBack(
            String key, String value, int capacity, Remover remover, int other, Remover otherOne) {
        TableLayout layout = layout("memory.insert", BOTH, key, value);

        assertThat(layout.choose(demonstration))
                .returns("demonstrations", TableChoice::name)
                .returns(new TableLimits(capacity, remover), TableChoice::limits);
        assertThat(layout.choose(rollout))
                .returns("rollouts", TableChoice::name)
                .returns(new TableLimits(other, otherOne), TableChoice::limits);
    }

    @Test
    void namesTablesByTheirStrata() {
        assertThat(layout("memory.stratum", "dungeon-level").choose(demonstration).name())
                .isEqualTo("5");
        TableLayout both = layout("memory.stratum", "dungeon-level;role");
        assertThat(both.choose(demonstration).name()).isEqualTo("5/unknown");
        TableLayout own =
                layout("memory.stratum", "dungeon-level", "memory.demonstration-capacity", "10");
        assertThat(own.choose(demonstration).name()).isEqualTo("demonstrations/5");
        demonstration.getStrata().put("role", "x".repeat(1_000));
        assertThat(layout("memory.stratum", "role").choose(demonstration).name())
                .isEqualTo("x".repeat(64));
    }

    @Test
    void refusesASegmentOfAnotherSource() {
        Segment evaluation = TestingMemory.segment(SegmentSource.EVALUATION, 1, 0, "5");

        assertThatThrownBy(() -> layout().choose(evaluation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("source EVALUATION");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory.rollout-capacity       | 90   | no rollouts are inserted; add them to",
                "memory.rollout-remover        | fifo | no rollouts are inserted; add them to",
                "memory.demonstration-capacity | 7    | found 7, expected 8 to 2147483647: each",
            })
    void namesTheOptionAndWhatItExpects(String key, String value, String message) {
        assertThatThrownBy(() -> layout(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option " + key + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void boundsTheMinimumByWhatTheInsertedSourcesCanFill() {
        String[] options = {
            "memory.insert", BOTH,
            "memory.demonstration-capacity", "10",
            "memory.rollout-capacity", "90",
            "memory.min-size", "100"
        };

        assertThat(settings(options).minSize(0)).isEqualTo(12);
        options[7] = "101";
        assertThatThrownBy(() -> settings(options))
                .hasMessage(
                        "Option memory.min-size: found 101, expected 1 to 100: more than the"
                                + " capacities of the inserted sources together might never be"
                                + " reached");
    }

    @Property
    void capacitiesOfTheShardsAddUpToEachSourceOwn(
            @ForAll @IntRange(min = 1, max = 64) int shards,
            @ForAll @IntRange(max = 1_000_000) int demonstrations,
            @ForAll @IntRange(max = 1_000_000) int rollouts) {
        TableLayout layout =
                layout(
                        "memory.insert", BOTH,
                        "memory.shards", String.valueOf(shards),
                        "memory.demonstration-capacity", String.valueOf(shards + demonstrations),
                        "memory.rollout-capacity", String.valueOf(shards + rollouts));

        for (Segment segment : new Segment[] {demonstration, rollout}) {
            TableLimits limits = layout.choose(segment).limits();
            assertThat(
                            IntStream.range(0, shards)
                                    .map(shard -> limits.capacity(shard, shards))
                                    .peek(
                                            part ->
                                                    assertThat(part)
                                                            .isBetween(
                                                                    limits.capacity() / shards,
                                                                    limits.capacity() / shards + 1))
                                    .sum())
                    .isEqualTo(limits.capacity());
        }
        assertThat(layout.reachable(EnumSet.allOf(SegmentKind.class)))
                .isEqualTo(2L * shards + demonstrations + rollouts);
    }

    private static TableLayout layout(String... options) {
        return settings(options).tables();
    }

    private static MemorySettings settings(String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return MemorySettings.from(Configuration.fromMap(map));
    }
}
