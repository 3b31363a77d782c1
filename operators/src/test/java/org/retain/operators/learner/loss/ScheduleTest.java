package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link CoefficientSchedule} and {@link LearningRateSchedule}. */
class ScheduleTest {

    @ParameterizedTest
    @ValueSource(strings = {"released", "paper"})
    void equalsTheReferencesCoefficients(String name) {
        TestingGoldenLosses golden = TestingGoldenLosses.group("ks_coefficient_schedule");
        TestingGoldenLosses settings = golden.input(name);
        CoefficientSchedule schedule =
                new CoefficientSchedule(
                        settings.at("start").number(),
                        settings.at("decay").number(),
                        settings.at("floor").number());

        golden.output(name)
                .assertEqualTo(
                        Arrays.stream(golden.input("steps").numbers())
                                .map(step -> schedule.value((long) step))
                                .toArray());
    }

    @Test
    void reachesItsFloorAndStaysThere() {
        CoefficientSchedule schedule = new CoefficientSchedule(0.75, 0.99998, 0.33);

        assertThat(schedule.value(41_048)).isGreaterThan(0.33);
        assertThat(schedule.value(41_049)).isEqualTo(0.33);
        assertThat(schedule.value(Long.MAX_VALUE)).isEqualTo(0.33);
    }

    @Test
    void staysConstantWithoutDecay() {
        assertThat(CoefficientSchedule.constant(2).value(1_000_000)).isEqualTo(2);
        assertThat(new LearningRateSchedule(1e-4, 0).value(1_000_000)).isEqualTo(1e-4);
    }

    @Test
    void lowersTheLearningRateLinearlyToZero() {
        LearningRateSchedule schedule = new LearningRateSchedule(1e-4, 122_070);

        assertThat(schedule.value(0)).isEqualTo(1e-4);
        assertThat(schedule.value(61_035)).isCloseTo(0.5e-4, within(1e-18));
        assertThat(schedule.value(122_070)).isZero();
        assertThat(schedule.value(122_071)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "-0.1, 1, 0",
        "NaN, 1, 0",
        "Infinity, 1, 0",
        "1, 0, 0",
        "1, 1.01, 0",
        "1, NaN, 0",
        "1, 1, -0.1",
        "1, 1, 1.1",
        "1, 1, NaN"
    })
    void refusesACoefficientOutsideItsRange(double start, double decay, double floor) {
        assertThatThrownBy(() -> new CoefficientSchedule(start, decay, floor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must");
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "-1, 10", "NaN, 10", "Infinity, 10", "1, -1"})
    void refusesALearningRateOutsideItsRange(double start, long decayUpdates) {
        assertThatThrownBy(() -> new LearningRateSchedule(start, decayUpdates))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("learning rate");
    }
}
