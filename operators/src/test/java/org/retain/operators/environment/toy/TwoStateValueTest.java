package org.retain.operators.environment.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.operators.learner.loss.TestingGoldenLosses;

/** Tests for {@link TwoStateValue}. */
class TwoStateValueTest {

    private final TestingGoldenLosses golden = TestingGoldenLosses.group("two_state_mdp");

    @ParameterizedTest
    @CsvSource({"coverage, v0_coverage", "general, v0_general"})
    void equalsTheBellmanEquations(String constants, String expected) {
        double epsilon = constant(constants, "epsilon");
        TwoStateValue value = value(constants);
        double[] thetas = golden.input("theta").numbers();
        double[] values = golden.output(expected).numbers();
        for (int i = 0; i < thetas.length; i++) {
            assertThat(value.of(thetas[i], TwoStateValue.coverage(thetas[i], epsilon)))
                    .as("theta %s", thetas[i])
                    .isCloseTo(values[i], within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.3, 0.49, 0.51, 0.8, 0.99})
    void slopeIsThatOfTheValue(double theta) {
        assertSlope(theta, at -> TwoStateValue.coverage(at, 0.7));
        assertSlope(theta, TwoStateValue::cloning);
    }

    @Test
    void ascentFromZeroStopsAtThePapersLocalOptimum() {
        TwoStateValue value = value("coverage");
        double theta = 0;
        for (int step = 0; step < 20_000; step++) {
            theta += 1e-3 * value.slope(theta, TwoStateValue.coverage(theta, 1));
        }

        assertThat(theta).isCloseTo(1.0 / 9, within(1e-6));
        assertThat(value.of(theta, TwoStateValue.coverage(theta, 1)))
                .isCloseTo(20.0 / 9, within(1e-9));
    }

    @Test
    void refusesWhatIsNoProbability() {
        assertThatThrownBy(() -> TwoStateValue.cloning(1.5)).hasMessageContaining("θ = 1.5");
        assertThatThrownBy(() -> TwoStateValue.coverage(0.5, 0)).hasMessageContaining("ε = 0.0");
        assertThatThrownBy(() -> new TwoStateValue(1, 0, 0)).hasMessageContaining("discount");
    }

    private static void assertSlope(double theta, DoubleFunction<TwoStateValue.Staying> staying) {
        TwoStateValue value = new TwoStateValue(0.9, 0.3, -0.4);
        double h = 1e-6;
        double above = value.of(theta + h, staying.apply(theta + h));
        double below = value.of(theta - h, staying.apply(theta - h));
        assertThat(value.slope(theta, staying.apply(theta)))
                .isCloseTo((above - below) / (2 * h), within(1e-5));
    }

    private TwoStateValue value(String constants) {
        return new TwoStateValue(
                golden.input("gamma").numbers()[0],
                constant(constants, "r0"),
                constant(constants, "r1"));
    }

    private double constant(String constants, String name) {
        return golden.input(constants).node().required(name).doubleValue();
    }
}
