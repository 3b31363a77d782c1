package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.retain.operators.learner.loss.TestingGradients.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link SacTarget}. */
class SacTargetTest {

    private final TestingGoldenLosses golden = TestingGoldenLosses.group("sac_target");
    private final SacTarget target = new SacTarget(golden.input("gamma").number());
    private final NDManager scope = TorchRuntime.newManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @TestingPrecisions
    void equalsTheReference(DataType type) {
        golden.output("backup").assertEqualTo(backup(input("alpha", type)));
    }

    @TestingPrecisions
    void takesATemperatureForEachSample(DataType type) {
        NDArray each = input("alpha", type).broadcast(input("reward", type).getShape());

        golden.output("backup").assertEqualTo(backup(each));
    }

    @Test
    void hasNoGradient() {
        NDArray found =
                gradient(
                        alpha -> backup(alpha).sum().add(alpha.mul(0)),
                        input("alpha", DataType.FLOAT64));

        assertThat(found.getDouble()).isZero();
    }

    @Test
    void refusesADiscountOutsideItsRange() {
        assertThatThrownBy(() -> new SacTarget(1.5)).hasMessageContaining("1.5");
    }

    private NDArray backup(NDArray temperature) {
        DataType type = temperature.getDataType();
        return target.of(
                input("reward", type),
                input("done", type),
                input("target_q1", type),
                input("target_q2", type),
                input("logp_next", type),
                temperature);
    }

    private NDArray input(String name, DataType type) {
        return golden.input(name).array(scope, type);
    }
}
