package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link Layers}: batch normalisation as PyTorch defines it. */
class LayersTest {

    private static final double EPSILON = 1e-5;

    /** Two images of one row of two cells in two channels. */
    private static final float[] INPUT = {1, 3, 10, 20, 5, 7, 30, 60};

    private NDManager manager;
    private Layers layers;
    private NDArray mean;
    private NDArray variance;

    @BeforeEach
    void open() {
        manager = TorchRuntime.newManager();
        mean = manager.create(new float[] {0.5f, -1});
        variance = manager.create(new float[] {4, 9});
        Map<String, NDArray> arrays = new HashMap<>();
        arrays.put("n.running_mean", mean);
        arrays.put("n.running_var", variance);
        arrays.put("n.weight", manager.create(new float[] {2, 1}));
        arrays.put("n.bias", manager.create(new float[] {0, 3}));
        layers = new Layers(arrays);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void normalisesByRunningStatisticsAndLeavesThem() {
        float[] found = normalise();

        for (int i = 0; i < INPUT.length; i++) {
            boolean first = i % 4 < 2;
            double expected =
                    first
                            ? 2 * (INPUT[i] - 0.5) / Math.sqrt(4 + EPSILON)
                            : (INPUT[i] + 1) / Math.sqrt(9 + EPSILON) + 3;
            assertThat((double) found[i]).isCloseTo(expected, within(1e-5));
        }
        assertThat(mean.toFloatArray()).containsExactly(0.5f, -1);
        assertThat(variance.toFloatArray()).containsExactly(4, 9);
    }

    @Test
    void normalisesByTheBatchAndMovesRunningStatisticsByATenth() {
        layers.useBatchStatistics(true);
        float[] found = normalise();

        // Channel 0: 1 3 5 7; channel 1: 10 20 30 60.
        double[] means = {4, 30};
        double[] squares = {9 + 1 + 1 + 9, 400 + 100 + 0 + 900};
        for (int i = 0; i < INPUT.length; i++) {
            int channel = i % 4 / 2;
            double expected =
                    (INPUT[i] - means[channel]) / Math.sqrt(squares[channel] / 4 + EPSILON);
            assertThat((double) found[i])
                    .isCloseTo(channel == 0 ? 2 * expected : expected + 3, within(1e-5));
        }
        for (int channel = 0; channel < 2; channel++) {
            double before = channel == 0 ? 0.5 : -1;
            assertThat((double) mean.toFloatArray()[channel])
                    .isCloseTo(0.9 * before + 0.1 * means[channel], within(1e-5));
            double variance0 = channel == 0 ? 4 : 9;
            // The running variance is unbiased, unlike the one that normalises.
            assertThat((double) variance.toFloatArray()[channel])
                    .isCloseTo(0.9 * variance0 + 0.1 * squares[channel] / 3, within(1e-4));
        }
    }

    @Test
    void saysWhichStatisticsItUses() {
        assertThat(layers.usesBatchStatistics()).isFalse();
        layers.useBatchStatistics(true);
        assertThat(layers.usesBatchStatistics()).isTrue();
    }

    private float[] normalise() {
        return layers.normalise(manager.create(INPUT, new Shape(2, 2, 1, 2)), "n").toFloatArray();
    }
}
