package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.retain.operators.learner.loss.TestingGradients.assertEqualToFiniteDifferences;
import static org.retain.operators.learner.loss.TestingGradients.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link CategoricalDistribution}. */
class CategoricalDistributionTest {

    private final TestingGoldenLosses golden = TestingGoldenLosses.group("distillation");
    private final NDManager scope = TorchRuntime.newManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @TestingPrecisions
    void equalsTheReference(DataType type) {
        CategoricalDistribution student = CategoricalDistribution.ofLogits(student(type));
        CategoricalDistribution teacher = teacher(type);
        NDArray actions = actions();

        golden.output("kl_teacher_student_per_sample").assertEqualTo(teacher.klDivergence(student));
        golden.output("kl_student_teacher_per_sample").assertEqualTo(student.klDivergence(teacher));
        golden.output("entropy_student_per_sample").assertEqualTo(student.entropy());
        double coefficient = golden.input("coeff").number();
        golden.output("bc_kl_loss_unmasked")
                .assertEqualTo(
                        teacher.klDivergence(student).mean().mul(constant(type, coefficient)));
        golden.output("bc_cross_entropy_loss_unmasked")
                .assertEqualTo(
                        student.crossEntropy(actions).mean().mul(constant(type, coefficient)));
    }

    @TestingPrecisions
    void givesTheReferencesGradientOfMaskedKickstarting(DataType type) {
        golden.output("ks_loss_masked").assertEqualTo(kickstarting(student(type), type));
        golden.output("grad_ks_loss_wrt_student_logits")
                .assertEqualTo(gradient(logits -> kickstarting(logits, type), student(type)));
    }

    @Test
    void hasGradientsThatEqualFiniteDifferences() {
        DataType type = DataType.FLOAT64;
        assertEqualToFiniteDifferences(logits -> kickstarting(logits, type), student(type));
        assertEqualToFiniteDifferences(
                logits -> CategoricalDistribution.ofLogits(logits).entropy().square().sum(),
                student(type));
        assertEqualToFiniteDifferences(
                logits -> CategoricalDistribution.ofLogits(logits).crossEntropy(actions()).sum(),
                student(type));
    }

    @TestingPrecisions
    void keepsLeadingAxes(DataType type) {
        Shape rows = new Shape(3, 2);
        CategoricalDistribution student =
                CategoricalDistribution.ofLogits(student(type).reshape(3, 2, 5));
        NDArray actions = actions().reshape(rows);

        assertThat(student.logProbability(actions).getShape()).isEqualTo(rows);
        assertThat(student.entropy().getShape()).isEqualTo(rows);
        assertThat(student.klDivergence(student).getShape()).isEqualTo(rows);
        assertThat(
                        student.logProbability(actions)
                                .toType(DataType.FLOAT64, false)
                                .sum()
                                .getDouble())
                .isCloseTo(
                        -6
                                * golden.output("bc_cross_entropy_loss_unmasked").number()
                                / golden.input("coeff").number(),
                        within(1e-5));
    }

    @TestingPrecisions
    void staysFiniteForLogitsOfAnySize(DataType type) {
        NDArray logits =
                scope.create(new double[] {1e4, -1e4, 0, 3e4}, new Shape(1, 4)).toType(type, false);
        CategoricalDistribution sure = CategoricalDistribution.ofLogits(logits);
        CategoricalDistribution unsure = CategoricalDistribution.ofLogits(logits.zerosLike());

        assertThat(sure.entropy().toType(DataType.FLOAT64, false).getDouble(0)).isZero();
        assertThat(sure.klDivergence(unsure).toType(DataType.FLOAT64, false).getDouble(0))
                .isCloseTo(Math.log(4), within(1e-6));
        assertThat(unsure.klDivergence(sure).toType(DataType.FLOAT64, false).getDouble(0))
                .isCloseTo(3e4 - 7.5e3 - Math.log(4), within(1e-2));
    }

    @Test
    void hasADivergenceThatIsNeverNegativeAndZeroOnlyBetweenEquals() {
        NDArray logits = scope.randomNormal(0, 3, new Shape(500, 7), DataType.FLOAT64);
        CategoricalDistribution some = CategoricalDistribution.ofLogits(logits);
        CategoricalDistribution shifted = CategoricalDistribution.ofLogits(logits.add(2));
        CategoricalDistribution other =
                CategoricalDistribution.ofLogits(
                        scope.randomNormal(0, 3, new Shape(500, 7), DataType.FLOAT64));

        assertThat(some.klDivergence(other).min().getDouble()).isPositive();
        assertThat(some.klDivergence(shifted).abs().max().getDouble()).isLessThan(1e-12);
    }

    private NDArray kickstarting(NDArray logits, DataType type) {
        CategoricalDistribution student = CategoricalDistribution.ofLogits(logits);
        NDArray mask = golden.input("valids").array(scope, type);
        return MaskedMean.over(mask)
                .of(teacher(type).klDivergence(student))
                .mul(constant(type, golden.input("coeff").number()));
    }

    private static Number constant(DataType type, double value) {
        if (type == DataType.FLOAT64) {
            return value;
        }
        return (float) value;
    }

    private NDArray student(DataType type) {
        return golden.input("student_logits").array(scope, type);
    }

    private CategoricalDistribution teacher(DataType type) {
        return CategoricalDistribution.ofLogits(golden.input("teacher_logits").array(scope, type));
    }

    private NDArray actions() {
        return golden.input("expert_actions").array(scope, DataType.INT64);
    }
}
