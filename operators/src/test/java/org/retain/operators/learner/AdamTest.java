package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link Adam}. */
class AdamTest {

    private static final double RATE = 0.05;
    private static final float[] START = {1.5f, -2, 0.25f};

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchRuntime.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** PyTorch's AdamW, written out in doubles. */
    private static final class Reference {

        private final AdamSettings settings;
        private final double[] parameter = {START[0], START[1], START[2]};
        private final double[] mean = new double[3];
        private final double[] variance = new double[3];
        private int steps;

        Reference(AdamSettings settings) {
            this.settings = settings;
        }

        void step(double[] gradient, double rate) {
            steps++;
            double correction1 = 1 - Math.pow(settings.beta1(), steps);
            double correction2 = 1 - Math.pow(settings.beta2(), steps);
            for (int i = 0; i < 3; i++) {
                parameter[i] *= 1 - rate * settings.weightDecay();
                mean[i] = settings.beta1() * mean[i] + (1 - settings.beta1()) * gradient[i];
                variance[i] =
                        settings.beta2() * variance[i]
                                + (1 - settings.beta2()) * gradient[i] * gradient[i];
                parameter[i] -=
                        rate
                                * (mean[i] / correction1)
                                / (Math.sqrt(variance[i] / correction2) + settings.epsilon());
            }
        }
    }

    @Test
    void stepsAsPyTorchDoes() {
        assertStepsAsPyTorch(new AdamSettings(0.9, 0.999, 1e-7, 0), 1);
    }

    @Test
    void takesTheDecayFromTheParameterAndNotFromTheGradient() {
        assertStepsAsPyTorch(new AdamSettings(0.8, 0.95, 1e-7, 0.7), 1);
    }

    @Test
    void addsEpsilonAfterTheBiasIsCorrected() {
        assertStepsAsPyTorch(new AdamSettings(0.9, 0.999, 0.5, 0.1), 1);
    }

    @Test
    void scalesGradientsButNotTheDecay() {
        assertStepsAsPyTorch(new AdamSettings(0.9, 0.99, 0.3, 0.4), 0.125);
    }

    private void assertStepsAsPyTorch(AdamSettings settings, double scale) {
        NDArray parameter = manager.create(START);
        Reference reference = new Reference(settings);
        try (Adam adam = new Adam(Map.of("a", parameter), settings)) {
            for (int step = 0; step < 5; step++) {
                double[] gradient = gradient(step);
                differentiate(adam, List.of(parameter), gradient);
                double rate = RATE / (1 + step);
                try (NDManager scope = manager.newSubManager()) {
                    adam.step(scope, rate, scale, name -> true);
                }
                for (int i = 0; i < 3; i++) {
                    gradient[i] *= scale;
                }
                reference.step(gradient, rate);

                float[] found = parameter.toFloatArray();
                for (int i = 0; i < 3; i++) {
                    assertThat((double) found[i])
                            .as("element %d after step %d", i, step + 1)
                            .isCloseTo(reference.parameter[i], within(2e-6));
                }
            }
            assertThat(adam.moments().get("a.mean").toFloatArray()[0])
                    .isCloseTo((float) reference.mean[0], within(1e-6f));
            assertThat(adam.moments().get("a.variance").toFloatArray()[2])
                    .isCloseTo((float) reference.variance[2], within(1e-6f));
        }
    }

    @Test
    void leavesParametersThatAreNotChosenWithTheirMomentsAndSteps() {
        NDArray a = manager.create(START);
        NDArray b = manager.create(START);
        Map<String, NDArray> both = new LinkedHashMap<>();
        both.put("a", a);
        both.put("b", b);
        AdamSettings settings = new AdamSettings(0.9, 0.999, 1e-7, 0.5);
        try (Adam adam = new Adam(both, settings)) {
            for (int step = 0; step < 3; step++) {
                differentiate(adam, List.of(a, b), gradient(step), gradient(step));
                step(adam, "a");
            }
            assertThat(b.toFloatArray()).containsExactly(START);
            assertThat(adam.moments().get("b.mean").toFloatArray()).containsOnly(0);
            assertThat(adam.moments().get("b.variance").toFloatArray()).containsOnly(0);
            assertThat(adam.steps()).containsExactly(3, 0);

            Reference first = new Reference(settings);
            first.step(gradient(3), RATE);
            differentiate(adam, List.of(a, b), gradient(3), gradient(3));
            step(adam, "b");
            assertThat((double) b.toFloatArray()[0]).isCloseTo(first.parameter[0], within(1e-6));
            assertThat(adam.steps()).containsExactly(3, 1);
        }
    }

    @Test
    void forgetsTheGradientsOfTheUpdateBefore() {
        NDArray a = manager.create(START);
        try (Adam adam = new Adam(Map.of("a", a), new AdamSettings(0.9, 0.999, 1e-7, 0));
                NDManager scope = manager.newSubManager()) {
            differentiate(adam, List.of(a), new double[] {5, 5, 5});
            differentiate(adam, List.of(a), new double[] {3, 0, 4});
            assertThat(adam.gradientNorm(scope)).isCloseTo(5, within(1e-6));
        }
    }

    @Test
    void measuresAllGradientsTogether() {
        NDArray a = manager.create(START);
        NDArray b = manager.create(START);
        try (Adam adam = new Adam(Map.of("a", a, "b", b), new AdamSettings(0.9, 0.999, 1e-7, 0));
                NDManager scope = manager.newSubManager()) {
            differentiate(adam, List.of(a, b), new double[] {1, -2, 4}, new double[] {-4, 8, 16});
            assertThat(adam.gradientNorm(scope))
                    .isCloseTo(Math.sqrt(1 + 4 + 16 + 16 + 64 + 256), within(1e-5));

            differentiate(
                    adam, List.of(a, b), new double[] {1, Double.NaN, 0}, new double[] {1, 1, 1});
            assertThat(adam.gradientNorm(scope)).isNaN();
        }
    }

    @Test
    void tellsWhenAParameterIsNoNumber() {
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            NDArray a = manager.create(START);
            NDArray b = manager.create(START);
            try (Adam adam =
                    new Adam(Map.of("a", a, "b", b), new AdamSettings(0.9, 0.999, 1e-7, 0))) {
                assertThat(adam.finite()).isTrue();
                try (Autograd off = Autograd.off()) {
                    b.set(new float[] {0, broken, 0});
                }
                assertThat(adam.finite()).as("with %s", broken).isFalse();
            }
        }
    }

    @Test
    void refusesStepsOfAnotherNumberOfParameters() {
        try (Adam adam =
                new Adam(
                        Map.of("a", manager.create(START)),
                        new AdamSettings(0.9, 0.999, 1e-7, 0))) {
            assertThatThrownBy(() -> adam.restoreSteps(new long[2]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("steps of 2 parameters, the optimiser has 1");
        }
    }

    private void step(Adam adam, String chosen) {
        try (NDManager scope = manager.newSubManager()) {
            adam.step(scope, RATE, 1, chosen::equals);
        }
    }

    private static double[] gradient(int step) {
        return new double[] {0.5 - step, 3 * Math.cos(step), 0.01 * (step + 1)};
    }

    /** Gives each parameter its gradient by way of a linear loss. */
    private void differentiate(Adam adam, List<NDArray> parameters, double[]... gradients) {
        adam.zeroGradients();
        try (NDManager scope = manager.newSubManager();
                Autograd recording = Autograd.record()) {
            for (int i = 0; i < gradients.length; i++) {
                float[] slopes = new float[gradients[i].length];
                for (int j = 0; j < slopes.length; j++) {
                    slopes[j] = (float) gradients[i][j];
                }
                recording.backward(scope.create(slopes).mul(parameters.get(i)).sum());
            }
        }
    }
}
