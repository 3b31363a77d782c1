package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.Map;

/**
 * A network's arrays by name, and the layers over them. DJL gives a result to the manager of its
 * first operand; inputs come first here, so results belong to the caller's scope.
 */
final class Layers {

    private static final Shape ONE = new Shape(1, 1);
    private static final Shape ZERO = new Shape(0, 0);
    private static final int CHANNEL_AXIS = 1;
    private static final float MOMENTUM = 0.9f;
    private static final float EPSILON = 1e-5f;

    private final Map<String, NDArray> arrays;
    private boolean batchStatistics;

    Layers(Map<String, NDArray> arrays) {
        this.arrays = arrays;
    }

    /** True: normalise by the batch's own statistics and learn the running ones. */
    void useBatchStatistics(boolean use) {
        batchStatistics = use;
    }

    boolean usesBatchStatistics() {
        return batchStatistics;
    }

    NDArray array(String name) {
        return arrays.get(name);
    }

    NDArray linear(NDArray input, String layer) {
        return Linear.linear(input, array(layer + ".weight"), array(layer + ".bias"))
                .singletonOrThrow();
    }

    NDArray convolution1d(NDArray input, String layer, int stride) {
        return Conv1d.conv1d(
                        input, array(layer + ".weight"), array(layer + ".bias"), new Shape(stride))
                .singletonOrThrow();
    }

    /** A convolution of 3×3 that keeps height and width. */
    NDArray convolution2d(NDArray input, String layer) {
        return Conv2d.conv2d(input, array(layer + ".weight"), array(layer + ".bias"), ONE, ONE, ONE)
                .singletonOrThrow();
    }

    /** A convolution of 3×3 that loses a cell at each edge. */
    NDArray unpadded2d(NDArray input, String layer) {
        return Conv2d.conv2d(
                        input, array(layer + ".weight"), array(layer + ".bias"), ONE, ZERO, ONE)
                .singletonOrThrow();
    }

    /**
     * Normalises channels by the running statistics, which stay as they are, or by those of the
     * batch, which then move the running ones.
     */
    NDArray normalise(NDArray input, String layer) {
        return BatchNorm.batchNorm(
                        input,
                        array(layer + ".running_mean"),
                        array(layer + ".running_var"),
                        array(layer + ".weight"),
                        array(layer + ".bias"),
                        CHANNEL_AXIS,
                        MOMENTUM,
                        EPSILON,
                        batchStatistics)
                .singletonOrThrow();
    }

    /** Convolution of 3×3, normalisation and ELU: layers i, i + 1 and i + 2 of a sequence. */
    NDArray normalisedConvolution(NDArray input, String prefix, int layer) {
        return elu(normalise(convolution2d(input, prefix + layer), prefix + (layer + 1)));
    }

    static NDArray embed(NDArray indices, NDArray table) {
        return Embedding.embedding(indices, table, SparseFormat.DENSE).singletonOrThrow();
    }

    static NDArray elu(NDArray input) {
        return Activation.elu(input, 1);
    }

    /** True when training changes the encoder, so that nothing derived from it may be kept. */
    boolean encoderTrainable() {
        return arrays.entrySet().stream()
                .anyMatch(
                        array ->
                                array.getKey().startsWith(ScaledNetParameters.ENCODER)
                                        && array.getValue().hasGradient());
    }

    NDManager manager() {
        return arrays.values().iterator().next().getManager();
    }
}
