package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.retain.operators.learner.loss.TestingGoldenLosses;

class LinearCkaTest {

    private static final TestingGoldenLosses GOLDEN = TestingGoldenLosses.group("cka_linear");

    @Test
    void equalsTheReferenceAndKeepsNothing() {
        try (NDManager scope = NDManager.newBaseManager()) {
            NDArray x = GOLDEN.input("X").array(scope, DataType.FLOAT64);
            NDArray y = GOLDEN.input("Y").array(scope, DataType.FLOAT64);
            int before = scope.getManagedArrays().size();

            assertThat(LinearCka.of(x, y)).isCloseTo(GOLDEN.output("cka").number(), within(1e-12));
            assertThat(LinearCka.of(y, x)).isCloseTo(GOLDEN.output("cka").number(), within(1e-12));
            assertThat(scope.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void isOneForALayerThatIsTurnedScaledAndShifted() {
        try (NDManager scope = NDManager.newBaseManager()) {
            NDArray x = GOLDEN.input("X").array(scope, DataType.FLOAT32);
            NDArray turned = x.flip(1).mul(3f).add(7f);

            assertThat(LinearCka.of(x, turned)).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void isNoNumberWhereALayerSaysNothing() {
        try (NDManager scope = NDManager.newBaseManager()) {
            NDArray x = GOLDEN.input("X").array(scope, DataType.FLOAT64);
            NDArray constant = scope.ones(new Shape(10, 3), DataType.FLOAT64);

            assertThat(LinearCka.of(x, constant)).isNaN();
        }
    }

    @Test
    void refusesLayersOfDifferentExamples() {
        try (NDManager scope = NDManager.newBaseManager()) {
            assertThatThrownBy(
                            () ->
                                    LinearCka.of(
                                            scope.ones(new Shape(10, 3)),
                                            scope.ones(new Shape(9, 3))))
                    .hasMessageContaining("Layers of 10 and of 9 examples");
        }
    }
}
