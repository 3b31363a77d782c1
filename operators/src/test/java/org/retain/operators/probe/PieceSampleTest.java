package org.retain.operators.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.Segment;

class PieceSampleTest {

    @Test
    void choosesPiecesAtEvenDistances() {
        PieceSample sample = new PieceSample(16, 2);
        int[] counts = new int[300];
        Arrays.fill(counts, 16);

        int[] chosen = sample.choose(counts, 14 * 60);

        assertThat(chosen).hasSize(60);
        assertThat(IntStream.range(1, 60).map(i -> chosen[i] - chosen[i - 1]))
                .allMatch(gap -> gap == 5);
        assertThat(chosen[0]).isEqualTo(2);
    }

    @Test
    void playsWhatThereIsWhenMoreIsWantedOrAll() {
        PieceSample sample = new PieceSample(16, 2);
        int[] counts = {16, 3, 16};

        assertThat(sample.choose(counts, 1000)).containsExactly(0, 1, 2);
        assertThat(sample.choose(counts, 0)).containsExactly(0, 1, 2);
        assertThat(sample.choose(counts, 1)).containsExactly(1);
    }

    @Test
    void theFirstPieceOfAnEpisodeCountsWholeAndOthersAfterTheBurnIn() {
        PieceSample sample = new PieceSample(4, 2);

        assertThat(IntStream.range(0, 12).filter(i -> sample.counts(segment(i))))
                .containsExactly(0, 1, 2, 3, 6, 7, 10, 11);
    }

    @Test
    void wholeEpisodesCountWhole() {
        PieceSample sample = new PieceSample(0, 0);

        assertThat(IntStream.range(0, 12)).allMatch(i -> sample.counts(segment(i)));
    }

    private static Segment segment(int index) {
        Segment segment = new Segment();
        segment.setSegmentIndex(index);
        return segment;
    }
}
