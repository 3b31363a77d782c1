package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.retain.operators.learner.loss.TestingGradients.assertEqualToFiniteDifferences;
import static org.retain.operators.learner.loss.TestingGradients.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link ReinforceLoss} and {@link DiscountedReturn}. */
class ReinforceLossTest {

    private static final int STEPS = 3;
    private static final int ROWS = 2;
    private static final int ACTIONS = 4;

    /** The first row goes on, the second terminates after two steps. */
    private static final RewardRows REWARDS =
            new RewardRows(
                    STEPS,
                    new double[] {1, 4, 2, 8, 3, Double.NaN},
                    new boolean[] {false, false, false, true, false, false},
                    new int[] {3, 2});

    private static final DiscountedReturn RETURN = new DiscountedReturn(0.5);

    private final NDManager scope = TorchRuntime.newManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void addsUpRewardsToTheEndOfARow() {
        assertThat(RETURN.of(REWARDS)).containsExactly(2.75, 8, 3.5, 8, 3, 0);
    }

    @Test
    void addsABootstrapValueWhereARowGoesOn() {
        assertThat(RETURN.of(REWARDS, new double[] {16, Double.NaN}))
                .containsExactly(4.75, 8, 7.5, 8, 11, 0);
    }

    @Test
    void refusesBootstrapValuesForOtherRows() {
        assertThatThrownBy(() -> RETURN.of(REWARDS, new double[3]))
                .hasMessageContaining("Found 3 bootstrap values");
        assertThatThrownBy(() -> new DiscountedReturn(-0.1)).hasMessageContaining("-0.1");
    }

    @Property(tries = 100)
    void letsPaddingAndOtherRowsInfluenceNothing(@ForAll long seed) {
        TestingRows some = TestingRows.random(seed, 8, 3, Double.NaN);

        for (int row = 0; row < 3; row++) {
            assertThat(some.row(RETURN.of(some.rows()), row))
                    .isEqualTo(some.padded(RETURN.of(some.alone(row).rows())));
        }
    }

    @TestingPrecisions
    void weighsLogProbabilitiesByReturnsAboveTheBaseline(DataType type) {
        NDArray logs =
                scope.create(new double[] {-1, -2, -3, -4, -5, -6}, new Shape(STEPS, ROWS))
                        .toType(type, false);

        NDArray found = ReinforceLoss.of(logs, returns(type), baseline(type), mask());

        // Baseline 1: weights 1.75, 7, 2.5, 7, 2 and the padding's none.
        assertThat(found.getDataType()).isEqualTo(type);
        assertThat(found.toType(DataType.FLOAT64, false).getDouble())
                .isCloseTo((1.75 + 14 + 7.5 + 28 + 10) / 5, within(1e-5));
    }

    @Test
    void hasAGradientThatEqualsFiniteDifferences() {
        DataType type = DataType.FLOAT64;
        NDArray logits = scope.randomNormal(0, 1, new Shape(STEPS, ROWS, ACTIONS), type);

        assertEqualToFiniteDifferences(
                some -> ReinforceLoss.of(logs(some), returns(type), baseline(type), mask()),
                logits);
    }

    @Test
    void teachesTheBaselineNothing() {
        DataType type = DataType.FLOAT64;
        NDArray logs = scope.ones(new Shape(STEPS, ROWS), type).neg();

        NDArray found =
                gradient(
                        some ->
                                ReinforceLoss.of(logs, returns(type), some, mask())
                                        .add(some.mul(0).sum()),
                        baseline(type));

        assertThat(found.abs().max().getDouble()).isZero();
    }

    private NDArray logs(NDArray logits) {
        NDArray actions = scope.create(new long[] {0, 1, 2, 3, 0, 1}, new Shape(STEPS, ROWS));
        return CategoricalDistribution.ofLogits(logits).logProbability(actions);
    }

    private NDArray returns(DataType type) {
        return scope.create(RETURN.of(REWARDS), new Shape(STEPS, ROWS)).toType(type, false);
    }

    private NDArray baseline(DataType type) {
        return scope.ones(new Shape(STEPS, ROWS), type);
    }

    private MaskedMean mask() {
        boolean[] played = {true, true, true, true, true, false};
        return MaskedMean.over(scope.create(played, new Shape(STEPS, ROWS)));
    }
}
