package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link Scalars}. */
class ScalarsTest {

    private final NDManager scope = TorchRuntime.newManager();
    private final float[] values = {-3, -1, 0.5f, 1, 4};

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void multipliesDividesAndClipsInTheArraysOwnType() {
        NDArray x = scope.create(values);
        NDArray scalar = scope.create(3f);

        assertThat(Scalars.mul(x, -2).toFloatArray()).containsExactly(6, 2, -1, -2, -8);
        assertThat(Scalars.div(x, 2).toFloatArray()).containsExactly(-1.5f, -0.5f, 0.25f, 0.5f, 2);
        assertThat(Scalars.clip(x, -1, 1).toFloatArray()).containsExactly(-1, -1, 0.5f, 1, 1);
        assertThat(Scalars.clip(scope.create(Float.NaN), -1, 1).getFloat()).isNaN();
        assertThat(Scalars.mul(scalar, 0.1).getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(Scalars.div(scope.create(1.0), 3).getDouble()).isEqualTo(1.0 / 3);
    }

    @Test
    void keepsItsNumbersUntilGradientsAreTaken() {
        assertThat(gradient(x -> Scalars.mul(x, -2.5)))
                .containsExactly(-2.5f, -2.5f, -2.5f, -2.5f, -2.5f);
        assertThat(gradient(x -> Scalars.div(x, 2))).containsExactly(0.5f, 0.5f, 0.5f, 0.5f, 0.5f);
        assertThat(gradient(x -> Scalars.clip(x, -1, 1))).containsExactly(0, 1, 1, 1, 0);
    }

    /** Takes a gradient after all garbage was collected and its memory used again. */
    private float[] gradient(UnaryOperator<NDArray> function) {
        NDArray x = scope.create(values);
        x.setRequiresGradient(true);
        try (Autograd gradients = Autograd.record()) {
            NDArray sum = function.apply(x).sum();
            List<ByteBuffer> others = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                collectGarbage();
                for (int i = 0; i < 2000; i++) {
                    others.add(ByteBuffer.allocateDirect(Float.BYTES).putFloat(0, 777));
                }
            }
            gradients.backward(sum);
            assertThat(others).isNotEmpty();
        }
        try (NDArray gradient = x.getGradient()) {
            return gradient.toFloatArray();
        }
    }

    private static void collectGarbage() {
        WeakReference<ByteBuffer> canary = new WeakReference<>(ByteBuffer.allocateDirect(1));
        while (canary.get() != null) {
            System.gc();
        }
    }
}
