package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.retain.operators.learner.loss.TestingGradients.assertEqualToFiniteDifferences;
import static org.retain.operators.learner.loss.TestingGradients.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link EwcPenalty}. */
class EwcPenaltyTest {

    private final TestingGoldenLosses golden = TestingGoldenLosses.group("ewc_penalty");
    private final NDManager scope = TorchRuntime.newManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @TestingPrecisions
    void equalsTheReferenceWithItsGradient(DataType type) {
        golden.output("penalty").assertEqualTo(penalty(theta(type)));
        golden.output("gradient").assertEqualTo(gradient(this::penalty, theta(type)));
    }

    @Test
    void hasAGradientThatEqualsFiniteDifferences() {
        assertEqualToFiniteDifferences(theta -> penalty(theta).mul(1e-3), theta(DataType.FLOAT64));
    }

    @TestingPrecisions
    void livesInTheScopeAlone(DataType type) {
        try (NDManager network = scope.newSubManager();
                NDManager update = scope.newSubManager()) {
            NDArray theta = theta(type);
            theta.attach(network);
            EwcPenalty penalty = new EwcPenalty(3, List.of(theta, theta), List.of(theta, theta));

            NDArray found = penalty.of(update, List.of(theta, theta));

            assertThat(found.getManager()).isSameAs(update);
            assertThat(found.getDataType()).isEqualTo(type);
            assertThat(network.getManagedArrays()).containsExactly(theta);
        }
    }

    @Test
    void refusesParametersOfAnotherNetwork() {
        NDArray three = scope.ones(new Shape(3));
        NDArray four = scope.ones(new Shape(4));
        EwcPenalty penalty = new EwcPenalty(1, List.of(three), List.of(three));

        assertThatThrownBy(() -> penalty.of(scope, List.of(four)))
                .hasMessageContaining("(4)")
                .hasMessageContaining("(3)");
        assertThatThrownBy(() -> penalty.of(scope, List.of(three, three)))
                .hasMessageContaining("2 arrays");
        assertThatThrownBy(() -> new EwcPenalty(1, List.of(three), List.of(four)))
                .hasMessageContaining("Fisher");
    }

    /** The seven parameters as two arrays, as a network has them. */
    private NDArray penalty(NDArray theta) {
        DataType type = theta.getDataType();
        return new EwcPenalty(
                        golden.input("lam").number(),
                        split(golden.input("theta_star").array(scope, type)),
                        split(golden.input("fisher").array(scope, type)))
                .of(scope, split(theta));
    }

    private static List<NDArray> split(NDArray seven) {
        return List.of(seven.get(":3"), seven.get("3:").reshape(2, 2));
    }

    private NDArray theta(DataType type) {
        return golden.input("theta").array(scope, type);
    }
}
