package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.retain.operators.learner.loss.TestingGradients.assertEqualToFiniteDifferences;
import static org.retain.operators.learner.loss.TestingGradients.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link SacLoss}. */
class SacLossTest {

    private final NDManager scope = TorchRuntime.newManager();
    private final NDArray first = scope.create(new double[] {1, -2, 0.5});
    private final NDArray second = scope.create(new double[] {0.5, -1, 3});
    private final NDArray logProbabilities = scope.create(new double[] {0.2, -1.5, 2});
    private final NDArray temperature = scope.create(new double[] {0.1, 0.2, 0.3});

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void averagesHalfTheSquaredErrorsOfBothCritics() {
        NDArray targets = scope.create(new double[] {0, 1, 1});

        double found = SacLoss.critics(first, second, targets).getDouble();

        assertThat(found).isCloseTo((1 + 9 + 0.25 + 0.25 + 4 + 4) / 6, within(1e-12));
        assertEqualToFiniteDifferences(q -> SacLoss.critics(q, second, targets), first);
        assertEqualToFiniteDifferences(q -> SacLoss.critics(first, q, targets), second);
    }

    @Test
    void weighsTheActorsEntropyAgainstTheSmallerValue() {
        double found = actor(logProbabilities).getDouble();

        assertThat(found).isCloseTo((0.02 - 0.3 + 0.6 - 0.5 + 2 - 0.5) / 3, within(1e-12));
        assertEqualToFiniteDifferences(this::actor, logProbabilities);
        assertEqualToFiniteDifferences(
                q -> SacLoss.actor(logProbabilities, q, second, temperature), first);
    }

    @Test
    void differentiatesASampledActionThroughItsNoise() {
        NDArray noise = scope.create(new double[][] {{0.3, -1}, {1.2, 0.4}});
        NDArray logDeviation = scope.create(new double[][] {{-0.5, 0.2}, {0.1, -1}});
        NDArray mean = scope.create(new double[][] {{0.2, 0.4}, {-1, 0.3}});

        assertEqualToFiniteDifferences(m -> sampled(noise, m, logDeviation), mean);
        assertEqualToFiniteDifferences(l -> sampled(noise, mean, l), logDeviation);
    }

    @Test
    void raisesTheTemperatureWhileTheEntropyIsTooLow() {
        NDArray logTemperature = scope.create(new double[] {0.5, 0.5, 0.5});

        NDArray tooLow = gradient(l -> SacLoss.temperature(l, logProbabilities, 3), logTemperature);
        NDArray tooHigh =
                gradient(l -> SacLoss.temperature(l, logProbabilities, -3), logTemperature);

        assertThat(tooLow.max().getDouble()).isNegative();
        assertThat(tooHigh.min().getDouble()).isPositive();
        assertThat(
                        gradient(p -> SacLoss.temperature(p.mul(0).add(0.5), p, 1), temperature)
                                .sum()
                                .getDouble())
                .as("the policy learns nothing from it")
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void aimsAtTheEntropyOfAGaussian() {
        assertThat(SacLoss.targetEntropy(1, 1)).isCloseTo(1.4189385, within(1e-6));
        assertThat(SacLoss.targetEntropy(0.089, 4)).isCloseTo(4 * -1.0001804, within(1e-5));
    }

    private NDArray actor(NDArray logProbabilities) {
        return SacLoss.actor(logProbabilities, first, second, temperature);
    }

    private static NDArray sampled(NDArray noise, NDArray mean, NDArray logDeviation) {
        NDArray raw = noise.mul(logDeviation.exp()).add(mean);
        NDArray logs = new GaussianDistribution(mean, logDeviation).squashedLogProbability(raw);
        NDArray q = raw.tanh().square().sum(new int[] {1});
        return SacLoss.actor(logs, q, q.mul(0.5), q.getManager().create(0.3));
    }
}
