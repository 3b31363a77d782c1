package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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

/** Tests for {@link MemorySettings} and {@link MemoryOptions}. */
class MemorySettingsTest {

    @Test
    void readsTheTextOfEveryOption() {
        MemorySettings settings =
                MemorySettings.from(
                        Configuration.fromMap(
                                Map.of(
                                        "batch.driver", "demonstrations",
                                        "memory.insert", "demonstrations;rollouts",
                                        "memory.remover", "keep-forever",
                                        "memory.stratum", "dungeon-level;role",
                                        "memory.stratum-weights", "1/Mon:0.5,*:1",
                                        "memory.samples-per-insert", "2.5",
                                        "memory.capacity", "100",
                                        "memory.min-size", "9",
                                        "memory.shards", "3",
                                        "memory.seed", "-7")));

        assertThat(settings.driver()).isEqualTo(SegmentKind.DEMONSTRATIONS);
        assertThat(settings.inserted()).containsExactlyInAnyOrder(SegmentKind.values());
        assertThat(settings.unit()).isEqualTo(MemoryUnit.SEGMENT);
        assertThat(settings.tables().stratumKeys()).containsExactly("dungeon-level", "role");
        assertThat(settings.ratio().total(10)).isEqualTo(25);
        assertThat(settings.seed()).isEqualTo(-7);
        assertThat(settings.layout())
                .isEqualTo(
                        "memory.shards=3, memory.capacity=100, memory.remover=keep-forever,"
                                + " memory.stratum=[dungeon-level, role]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory.shards             | 0     | found 0, expected 1 to 1024",
                "memory.shards             | 1025  | found 1025, expected 1 to 1024",
                "memory.capacity           | 7     | found 7, expected 8 to 2147483647: each of",
                "memory.min-size           | 0     | found 0, expected 1 to 2000",
                "memory.min-size           | 2001  | more than memory.capacity might never",
                "memory.max-strata         | 0     | found 0, expected 1",
                "memory.samples-per-insert | -1    | found -1.0, expected 0 to 10000",
                "memory.stratum-weights    | 1=0.5 | found '1=0.5' in '1=0.5', expected",
            })
    void namesTheOptionAndWhatItExpects(String key, String value, String message) {
        Configuration config = Configuration.fromMap(Map.of(key, value));

        assertThatThrownBy(() -> MemorySettings.from(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option " + key + ": ")
                .hasMessageContaining(message);
        assertThatThrownBy(() -> new EpisodicMemoryFunction(config))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemoryShard(config))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAMemoryThatNothingIsInsertedInto() {
        Configuration config = new Configuration();
        config.set(MemoryOptions.INSERT, List.of());

        assertThatThrownBy(() -> MemorySettings.from(config))
                .hasMessageStartingWith("Option memory.insert: found no source");
    }

    @Property
    void splitsMinSizeOverTheShards(
            @ForAll @IntRange(min = 1, max = 64) int shards,
            @ForAll @IntRange(max = 1_000_000) int beyondShards,
            @ForAll @IntRange(max = 1_000_000) int anyMinSize) {
        int capacity = shards + beyondShards;
        int minSize = 1 + anyMinSize % capacity;
        Configuration config = new Configuration();
        config.set(MemoryOptions.SHARDS, shards);
        config.set(MemoryOptions.CAPACITY, capacity);
        config.set(MemoryOptions.MIN_SIZE, minSize);

        MemorySettings settings = MemorySettings.from(config);

        assertThat(IntStream.range(0, shards))
                .allSatisfy(
                        shard ->
                                assertThat(settings.minSize(shard))
                                        .isBetween(minSize / shards, minSize / shards + 1)
                                        .isBetween(1, (capacity + shards - 1) / shards));
    }

    @Test
    void countsTheStepsOfADrivingSegmentWhenTheUnitIsATransition() {
        Segment segment = TestingMemory.segment(SegmentSource.ROLLOUT, 1, 0, "5");
        segment.setLength(32);

        assertThat(MemorySettings.from(new Configuration()).units(segment)).isOne();
        assertThat(transitions().units(segment)).isEqualTo(32);
    }

    @Test
    void tellsTheUnitInTheLayoutOnlyWhenItIsNoSegment() {
        assertThat(MemorySettings.from(new Configuration()).layout())
                .isEqualTo(
                        "memory.shards=8, memory.capacity=2000, memory.remover=reservoir,"
                                + " memory.stratum=[]");
        assertThat(transitions().layout()).endsWith(", memory.stratum=[], memory.unit=transition");
    }

    private static MemorySettings transitions() {
        return MemorySettings.from(Configuration.fromMap(Map.of("memory.unit", "transition")));
    }
}
