package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Gradients of a scalar loss: PyTorch's, and central differences to check them. */
final class TestingGradients {

    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-8;

    private TestingGradients() {}

    static NDArray gradient(UnaryOperator<NDArray> loss, NDArray point) {
        NDArray leaf = point.duplicate();
        leaf.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.apply(leaf));
        }
        try (NDArray gradient = leaf.getGradient()) {
            return gradient.duplicate();
        }
    }

    static void assertEqualToFiniteDifferences(UnaryOperator<NDArray> loss, NDArray point) {
        assertThat(point.getDataType()).isEqualTo(DataType.FLOAT64);
        double[] found = gradient(loss, point).toDoubleArray();
        double[] entries = point.toDoubleArray();
        assertThat(Arrays.stream(found))
                .as("a gradient that isn't zero")
                .anyMatch(entry -> entry != 0);
        for (int i = 0; i < entries.length; i++) {
            double entry = entries[i];
            entries[i] = entry + STEP;
            double above = at(loss, point, entries);
            entries[i] = entry - STEP;
            double below = at(loss, point, entries);
            entries[i] = entry;
            double expected = (above - below) / (2 * STEP);
            assertThat(found[i])
                    .as("entry %d", i)
                    .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
        }
    }

    private static double at(UnaryOperator<NDArray> loss, NDArray point, double[] entries) {
        return loss.apply(point.getManager().create(entries, point.getShape())).getDouble();
    }
}
