package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TestingSegments;

/** Tests for {@link EpisodeCollection}. */
class EpisodeCollectionTest {

    private final EpisodeCollection collection = new EpisodeCollection();
    private final List<String> handedOn = new ArrayList<>();

    @Test
    void handsEachEpisodeOnWhenItEnds() {
        add("a", 0, false);
        add("b", 0, false);
        add("b", 1, true);
        assertThat(handedOn).containsExactly("b 0 1");

        add("a", 1, true);
        assertThat(handedOn).containsExactly("b 0 1", "a 0 1");
        assertThat(collection.episodes()).isEqualTo(2);
        assertThat(collection.segments()).isEqualTo(4);
        assertThat(collection.dropped()).isEmpty();
    }

    @Test
    void handsOnWhatComesBeforeAGapAndDropsTheRest() {
        add("a", 0, false);
        add("a", 1, false);
        add("a", 3, false);
        add("a", 2, false);
        add("a", 4, true);
        collection.finish(this::take);

        assertThat(handedOn).containsExactly("a 0 1");
        assertThat(collection.dropped()).containsEntry(DropReason.GAP, 3L).hasSize(1);
    }

    @Test
    void dropsWhatCameBeforeAndWhatComesAfterTheEnd() {
        add("a", 0, false);
        add("a", 0, false);
        add("a", 1, true);
        add("a", 1, true);
        add("a", 2, false);
        collection.finish(this::take);

        assertThat(handedOn).containsExactly("a 0 1");
        assertThat(collection.dropped())
                .containsEntry(DropReason.DUPLICATE, 2L)
                .containsEntry(DropReason.AFTER_END, 1L)
                .hasSize(2);
    }

    @Test
    void dropsAnEpisodeThatBeginsInItsMiddle() {
        add("a", 1, false);
        add("a", 0, false);
        collection.finish(this::take);

        assertThat(handedOn).isEmpty();
        assertThat(collection.dropped())
                .containsEntry(DropReason.JOINED_IN_MID_EPISODE, 2L)
                .hasSize(1);
    }

    @Test
    void handsOnUnfinishedEpisodesAtTheEndInTheOrderOfTheirBeginnings() {
        add("b", 0, false);
        add("a", 0, false);
        add("b", 1, false);
        collection.finish(this::take);
        collection.finish(this::take);

        assertThat(handedOn).containsExactly("b 0 1", "a 0");
    }

    private void add(String episode, int index, boolean last) {
        collection.add(TestingSegments.demonstration(episode, index, 1, last), this::take);
    }

    private void take(List<Segment> episode) {
        StringBuilder text = new StringBuilder(episode.get(0).getEpisodeId());
        episode.forEach(segment -> text.append(' ').append(segment.getSegmentIndex()));
        handedOn.add(text.toString());
    }
}
