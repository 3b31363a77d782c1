package org.retain.datasets.episode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.retain.datasets.episode.Lanes.Turn;

/** Tests for {@link Lanes}. */
class LanesTest {

    @Test
    void alternatesBetweenLanesAndRefillsThem() {
        Lanes lanes = new Lanes(2, new int[] {3, 1, 2});

        assertThat(rest(lanes))
                .containsExactly(
                        new Turn(0, 0, 0),
                        new Turn(1, 1, 0),
                        new Turn(0, 0, 1),
                        new Turn(1, 2, 0),
                        new Turn(0, 0, 2),
                        new Turn(1, 2, 1));
    }

    @Property(tries = 300)
    void playsEverySegmentOnceInOrderAndResumesWhereItStopped(
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 9) Integer> episodes,
            @ForAll @IntRange(min = 1, max = 12) int width,
            @ForAll @IntRange(min = 0, max = 200) int stop) {
        int[] counts = episodes.stream().mapToInt(Integer::intValue).toArray();
        List<Turn> whole = rest(new Lanes(width, counts));
        Lanes first = new Lanes(width, counts);
        List<Turn> resumed = new ArrayList<>();
        for (int i = 0; i < stop && first.hasNext(); i++) {
            resumed.add(first.next());
        }
        resumed.addAll(rest(Lanes.restore(first.state(), counts)));

        assertThat(resumed).isEqualTo(whole);
        assertThat(whole).hasSize(Arrays.stream(counts).sum()).doesNotHaveDuplicates();
        int[] next = new int[counts.length];
        for (Turn turn : whole) {
            assertThat(turn.segment()).isEqualTo(next[turn.episode()]++);
        }
    }

    private static List<Turn> rest(Lanes lanes) {
        List<Turn> turns = new ArrayList<>();
        while (lanes.hasNext()) {
            turns.add(lanes.next());
        }
        return turns;
    }
}
