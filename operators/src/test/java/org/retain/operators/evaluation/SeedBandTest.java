package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeedBandTest {

    @Test
    void tellsMeanAndIntervalOfThreeSeedsByPoint() {
        List<SeedBand> band =
                SeedBand.of(
                        List.of(
                                Map.of(100L, 1.0, 0L, 0.0),
                                Map.of(0L, 0.0, 100L, 2.0),
                                Map.of(0L, 0.0, 100L, 6.0)));

        assertThat(band).extracting(SeedBand::point).containsExactly(0L, 100L);
        assertThat(band).extracting(SeedBand::mean).containsExactly(0.0, 3.0);
        assertThat(band).extracting(SeedBand::seeds).containsExactly(3, 3);
        // 27 equally likely means of three draws: all three the smallest are 1 in 27, above 2.5 %.
        assertThat(band.get(1).interval()).contains(new Interval(1, 6));
        assertThat(band.get(0).interval()).contains(new Interval(0, 0));
    }

    @Test
    void twoSeedsHaveNoInterval() {
        List<SeedBand> band =
                SeedBand.of(
                        List.of(
                                Map.of(0L, 1.0, 5L, 1.0),
                                Map.of(0L, 3.0, 5L, 1.0),
                                Map.of(5L, 1.0)));

        assertThat(band.get(0).mean()).isEqualTo(2);
        assertThat(band.get(0).interval()).isEmpty();
        assertThat(band.get(1).interval()).isPresent();
    }
}
