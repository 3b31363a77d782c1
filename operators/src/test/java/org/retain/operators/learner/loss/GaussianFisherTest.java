package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link GaussianFisher}. */
class GaussianFisherTest {

    private final TestingGoldenLosses golden = TestingGoldenLosses.group("fisher_gaussian_policy");
    private final NDManager scope = TorchRuntime.newManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @TestingPrecisions
    void equalsTheReference(DataType type) {
        NDArray meanJacobian = golden.input("dmu_dtheta").array(scope, type);
        NDArray deviationJacobian = golden.input("dsigma_dtheta").array(scope, type);
        NDArray deviation = golden.input("sigma").array(scope, type);

        golden.output("exact")
                .assertEqualTo(GaussianFisher.EXACT.of(meanJacobian, deviationJacobian, deviation));
        golden.output("continual_world_eps1e6_clip1e5")
                .assertEqualTo(
                        GaussianFisher.CONTINUAL_WORLD.of(
                                meanJacobian, deviationJacobian, deviation));
    }

    @Test
    void liftsEverySampleToTheFloor() {
        NDArray still = scope.zeros(new Shape(2, 1, 2, 3));
        NDArray moving = still.duplicate();
        moving.set(new NDIndex(0), 1);
        NDArray deviation = scope.ones(new Shape(2, 1));

        NDArray found = GaussianFisher.CONTINUAL_WORLD.of(moving, still, deviation);

        assertThat(found.getShape()).isEqualTo(new Shape(2, 3));
        assertThat(found.min().getFloat()).isCloseTo((1 - 1e-6f + 1e-5f) / 2, within(1e-7f));
    }

    @Test
    void refusesANegativeEpsilonOrFloor() {
        assertThatThrownBy(() -> new GaussianFisher(-1, 0)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> new GaussianFisher(0, Double.NaN)).hasMessageContaining("NaN");
    }
}
