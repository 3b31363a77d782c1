package org.retain.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void threeRunsGiveStudentsInterval() {
        Spread spread = Spread.of(DoubleStream.of(1, 2, 3));

        assertThat(spread.mean()).isEqualTo(2);
        // 4.303 * 1 / sqrt(3)
        assertThat(spread.high() - spread.mean()).isCloseTo(2.4843, within(1e-3));
        assertThat(spread.mean() - spread.low()).isCloseTo(2.4843, within(1e-3));
        assertThat(spread.within(0, 10).low()).isZero();
    }

    @Test
    void twoRunsGiveTheSmallerAndTheLarger() {
        assertThat(Spread.of(DoubleStream.of(3, 1))).isEqualTo(new Spread(2, 1, 3, 2));
        assertThat(Spread.of(DoubleStream.of(3, Double.NaN))).isEqualTo(new Spread(3, 3, 3, 1));
    }

    @Test
    void noRunGivesNoNumber() {
        Spread none = Spread.of(DoubleStream.of());

        assertThat(none.runs()).isZero();
        assertThat(Figure.cell(none)).isEqualTo(Digits.NONE);
    }

    @Test
    void numbersHaveTheDigitsThatCount() {
        assertThat(Digits.of(10588)).isEqualTo("10,588");
        assertThat(Digits.of(3.14159)).isEqualTo("3.14");
        assertThat(Digits.of(0.02)).isEqualTo("0.0200");
        assertThat(Digits.of(-0.5)).isEqualTo("−0.500");
        assertThat(Digits.of(0.99996)).isEqualTo("1.00");
        assertThat(Digits.of(99.97)).isEqualTo("100");
        assertThat(Digits.percent(0.256)).isEqualTo("25.6\u00a0%");
        assertThat(Digits.duration(3725)).isEqualTo("1\u00a0h 2\u00a0min");
    }

    @Test
    void labelsMoveApartAndStayInside() {
        assertThat(Apart.places(new double[] {10, 11, 99}, 14, 0, 100)).containsExactly(10, 24, 99);
        assertThat(Apart.places(new double[] {98, 99}, 14, 0, 100)).containsExactly(86, 100);
    }
}
