package org.retain.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void mapsItsEndsToThePlacesOfItsEnds() {
        Scale scale = new Scale(-1, 3, 200, 20);

        assertThat(scale.at(-1)).isEqualTo(200);
        assertThat(scale.at(3)).isEqualTo(20);
        assertThat(scale.at(1)).isCloseTo(110, within(1e-9));
    }

    @Test
    void ticksAreRoundNumbersWithinTheAxis() {
        assertThat(new Scale(0, 983_040, 0, 1).ticks(5).values())
                .containsExactly(0.0, 200_000.0, 400_000.0, 600_000.0, 800_000.0);
        assertThat(new Scale(-0.3, 0.9, 0, 1).ticks(5).step()).isEqualTo(0.25);
        assertThat(new Scale(2, 7, 0, 1).rounded(5).high()).isEqualTo(7);
    }

    @Test
    void coversOneNumberNoneAndThoseThatAreNotFinite() {
        assertThat(Scale.covering(DoubleStream.of(4), 0, 1)).isEqualTo(new Scale(2, 6, 0, 1));
        assertThat(Scale.covering(DoubleStream.of(0, 0), 0, 1)).isEqualTo(new Scale(-1, 1, 0, 1));
        assertThat(Scale.covering(DoubleStream.of(), 0, 1)).isEqualTo(new Scale(0, 1, 0, 1));
        assertThat(Scale.covering(DoubleStream.of(Double.NaN, 1, 2), 0, 1))
                .isEqualTo(new Scale(1, 2, 0, 1));
        assertThat(Scale.covering(DoubleStream.of(1e300, -1e300), 0, 1).ticks(5).values())
                .isNotEmpty();
    }

    @Test
    void marksOfAnAxisHaveTheDigitsThatTellThemApart() {
        assertThat(Digits.tick(0.25, 0.25)).isEqualTo("0.25");
        assertThat(Digits.tick(400_000, 200_000)).isEqualTo("400k");
        assertThat(Digits.tick(1_500_000, 500_000)).isEqualTo("1500k");
        assertThat(Digits.tick(-0.0, 0.1)).isEqualTo("0");
        assertThat(Digits.tick(-2, 1)).isEqualTo("−2");
        assertThat(Digits.tick(0.0025, 0.0025)).isEqualTo("0.0025");
    }
}
