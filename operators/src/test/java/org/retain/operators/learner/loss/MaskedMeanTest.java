package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.retain.operators.learner.loss.TestingGradients.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link MaskedMean}. */
class MaskedMeanTest {

    private final NDManager scope = TorchRuntime.newManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "BOOLEAN", "INT32", "UINT8"})
    void averagesOnlyWhatTheMaskKeeps(DataType type) {
        MaskedMean mean = MaskedMean.over(mask(true, false, true).toType(type, false));

        NDArray single = mean.of(scope.create(new float[] {1, Float.NaN, 2}));
        NDArray twofold = mean.of(scope.create(new double[] {1, Double.POSITIVE_INFINITY, 2}));

        assertThat(single.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(single.getFloat()).isEqualTo(1.5f);
        assertThat(twofold.getDataType()).isEqualTo(DataType.FLOAT64);
        assertThat(twofold.getDouble()).isEqualTo(1.5);
    }

    @Test
    void isZeroWithAZeroGradientWhereTheMaskIsEmpty() {
        NDArray values = scope.create(new double[] {1, 2, 3});
        MaskedMean mean = MaskedMean.over(mask(false, false, false));

        assertThat(mean.of(values).getDouble()).isZero();
        assertThat(gradient(mean::of, values).toDoubleArray()).containsOnly(0);
    }

    @Test
    void sharesTheGradientAmongWhatItKeeps() {
        NDArray values = scope.create(new double[] {1, 2, 3});
        MaskedMean mean = MaskedMean.over(mask(true, false, true));

        assertThat(gradient(mean::of, values).toDoubleArray()).containsExactly(0.5, 0, 0.5);
    }

    @Test
    void refusesValuesThatDontFitTheMask() {
        MaskedMean mean = MaskedMean.over(mask(true, true));

        assertThatThrownBy(() -> mean.of(scope.ones(new Shape(2, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(2, 1)")
                .hasMessageContaining("(2)");
    }

    private NDArray mask(boolean... entries) {
        return scope.create(entries);
    }
}
