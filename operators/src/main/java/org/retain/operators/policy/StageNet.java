package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.retain.operators.policy.ParameterSpec.Role;

/**
 * Layers that all stages share, then a linear output layer for each stage, of which a frame's own
 * answers. LayerNorm and tanh follow the first layer, LeakyReLU the others (Continual World,
 * Wołczyk et al. 2021; slope and ε are those of its framework).
 *
 * @param head beginning of the output layers' names; head k is {@code <head><k>.weight} and {@code
 *     .bias}
 * @param inputs width of what the first layer reads
 * @param hidden units of each shared layer, may be empty
 * @param heads number of stages
 * @param outputs units of each output layer
 */
record StageNet(String head, int inputs, List<Integer> hidden, int heads, int outputs) {

    static final String ENCODER = "encoder.";
    static final String LAYER = ENCODER + "layer.";

    private static final String NORM = ENCODER + "norm";
    private static final float EPSILON = 1e-3f;
    private static final float SLOPE = 0.2f;

    List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        int width = inputs;
        for (int i = 0; i < hidden.size(); i++) {
            int units = hidden.get(i);
            specs.add(new ParameterSpec(LAYER + i + ".weight", List.of(units, width), Role.WEIGHT));
            specs.add(new ParameterSpec(LAYER + i + ".bias", List.of(units), Role.BIAS));
            if (i == 0) {
                specs.add(new ParameterSpec(NORM + ".weight", List.of(units), Role.SCALE));
                specs.add(new ParameterSpec(NORM + ".bias", List.of(units), Role.BIAS));
            }
            width = units;
        }
        for (int k = 0; k < heads; k++) {
            specs.add(
                    new ParameterSpec(head + k + ".weight", List.of(outputs, width), Role.WEIGHT));
            specs.add(new ParameterSpec(head + k + ".bias", List.of(outputs), Role.BIAS));
        }
        return List.copyOf(specs);
    }

    /** Reads the widths of the shared layers off the shapes of arrays. */
    static List<Integer> hidden(String file, Map<String, List<Integer>> shapes, String network) {
        List<Integer> hidden = new ArrayList<>();
        while (shapes.containsKey(LAYER + hidden.size() + ".weight")) {
            hidden.add(Axes.of(file, shapes, LAYER + hidden.size() + ".weight", 0, network));
        }
        return hidden;
    }

    /**
     * Runs the network.
     *
     * @param x f32[N, inputs]
     * @param stages i64[N], each frame's head; null where there is one
     * @return f32[N, outputs], owned by the input's manager
     */
    NDArray forward(Layers layers, NDArray x, NDArray stages) {
        NDArray features = x;
        for (int i = 0; i < hidden.size(); i++) {
            NDArray linear = layers.linear(features, LAYER + i);
            features = i == 0 ? squash(layers, linear) : Activation.leakyRelu(linear, SLOPE);
        }
        if (heads == 1) {
            return layers.linear(features, head + 0);
        }
        NDList answers = new NDList();
        for (int k = 0; k < heads; k++) {
            answers.add(layers.linear(features, head + k));
        }
        NDArray chosen = stages.reshape(-1, 1, 1).repeat(2, outputs);
        return NDArrays.stack(answers, 1).gather(chosen, 1).squeeze(1);
    }

    private NDArray squash(Layers layers, NDArray x) {
        NDArray scale = layers.array(NORM + ".weight");
        NDArray normalised =
                LayerNorm.layerNorm(
                                x,
                                new Shape(hidden.get(0)),
                                scale,
                                layers.array(NORM + ".bias"),
                                EPSILON)
                        .singletonOrThrow();
        return Activation.tanh(normalised);
    }
}
