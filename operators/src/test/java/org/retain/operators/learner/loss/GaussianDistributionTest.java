package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.retain.operators.learner.loss.TestingGradients.assertEqualToFiniteDifferences;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link GaussianDistribution}. */
class GaussianDistributionTest {

    private final TestingGoldenLosses golden = TestingGoldenLosses.group("gaussian_policy");
    private final NDManager scope = TorchRuntime.newManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @TestingPrecisions
    void equalsTheReference(DataType type) {
        GaussianDistribution teacher = distribution("teacher", type);
        GaussianDistribution student = distribution("student", type);
        NDArray samples = samples(type);

        golden.output("kl_teacher_student").assertEqualTo(teacher.klDivergence(student));
        golden.output("kl_mean").assertEqualTo(teacher.klDivergence(student).mean());
        golden.output("log_prob_squashed_under_teacher")
                .assertEqualTo(teacher.squashedLogProbability(samples));
        golden.output("log_prob_squashed_under_student")
                .assertEqualTo(student.squashedLogProbability(samples));
    }

    @Test
    void hasGradientsThatEqualFiniteDifferences() {
        DataType type = DataType.FLOAT64;
        GaussianDistribution teacher = distribution("teacher", type);
        GaussianDistribution student = distribution("student", type);
        NDArray samples = samples(type);

        assertEqualToFiniteDifferences(
                mean ->
                        teacher.klDivergence(new GaussianDistribution(mean, student.logDeviation()))
                                .sum(),
                student.mean());
        assertEqualToFiniteDifferences(
                log -> teacher.klDivergence(new GaussianDistribution(student.mean(), log)).sum(),
                student.logDeviation());
        assertEqualToFiniteDifferences(
                log ->
                        new GaussianDistribution(student.mean(), log)
                                .squashedLogProbability(samples)
                                .sum(),
                student.logDeviation());
        assertEqualToFiniteDifferences(
                sample -> student.squashedLogProbability(sample).sum(), samples);
    }

    @Test
    void hasADensityThatIntegratesToOneBeforeAndAfterSquashing() {
        GaussianDistribution one =
                new GaussianDistribution(
                        scope.create(new double[] {0.3}), scope.create(new double[] {-0.7}));
        double width = 1e-3;
        NDArray samples = scope.arange(-5f, 5f, (float) width).toType(DataType.FLOAT64, false);
        NDArray points = samples.expandDims(1);

        double plain = one.logProbability(points).exp().sum().getDouble() * width;
        NDArray slopes = samples.tanh().square().neg().add(1);
        double squashed =
                one.squashedLogProbability(points).exp().mul(slopes).sum().getDouble() * width;

        assertThat(plain).isCloseTo(1, within(1e-6));
        assertThat(squashed).isCloseTo(1, within(1e-6));
    }

    @TestingPrecisions
    void staysFiniteFarOutInTheTails(DataType type) {
        GaussianDistribution one =
                new GaussianDistribution(
                        scope.zeros(new Shape(1), type), scope.zeros(new Shape(1), type));
        NDArray samples = scope.create(new double[] {-300, 300}).toType(type, false).expandDims(1);

        double[] found =
                one.squashedLogProbability(samples).toType(DataType.FLOAT64, false).toDoubleArray();

        double expected = -45_000 - Math.log(2 * Math.PI) / 2 + 600 - 2 * Math.log(2);
        for (double logProbability : found) {
            assertThat(logProbability).isCloseTo(expected, within(1e-2));
        }
    }

    private GaussianDistribution distribution(String name, DataType type) {
        return new GaussianDistribution(
                golden.input("mu_" + name).array(scope, type),
                golden.input("log_std_" + name).array(scope, type));
    }

    private NDArray samples(DataType type) {
        return golden.input("pre_tanh_action_from_teacher").array(scope, type);
    }
}
