package org.retain.operators.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.retain.operators.evaluation.LinearCka;
import org.retain.operators.policy.NativeArrays;
import org.retain.operators.policy.PolicyOutput;

/** What a policy's layers said at some steps, in the order in which these were played. */
final class Activations {

    private final Map<String, Layer> layers = new LinkedHashMap<>();

    private static final class Layer {
        private float[] values = {};
        private int width;
        private int steps;

        void add(NDArray activations, int[] indices) {
            float[] all = activations.toFloatArray();
            long[] shape = activations.getShape().getShape();
            width = shape.length == 2 ? 1 : (int) shape[2];
            int needed = (steps + indices.length) * width;
            if (values.length < needed) {
                values = Arrays.copyOf(values, Math.max(needed, 2 * values.length));
            }
            for (int index : indices) {
                System.arraycopy(all, index * width, values, steps * width, width);
                steps++;
            }
        }

        NDArray array(NDManager scope) {
            return NativeArrays.of(scope, Arrays.copyOf(values, steps * width), steps, width);
        }
    }

    /**
     * Keeps some steps of a batch.
     *
     * @param indices of the steps in [T, B]
     */
    void add(PolicyOutput output, int[] indices) {
        if (indices.length == 0) {
            return;
        }
        add("encoder", output.encodings(), indices);
        if (output.recurrent() != null) {
            add("core", output.recurrent(), indices);
        }
        add("policy", output.logits(), indices);
        add("value", output.values(), indices);
    }

    private void add(String name, NDArray activations, int[] indices) {
        layers.computeIfAbsent(name, key -> new Layer()).add(activations, indices);
    }

    /** Number of steps. */
    int steps() {
        return layers.values().stream().mapToInt(layer -> layer.steps).findFirst().orElse(0);
    }

    /**
     * Linear CKA with another policy's activations at the same steps, by layer. A layer is left out
     * that one of the two lacks, or that says the same at every step.
     */
    Map<String, Double> cka(NDManager scope, Activations other) {
        Map<String, Double> similarities = new LinkedHashMap<>();
        layers.forEach(
                (name, layer) -> {
                    Layer compared = other.layers.get(name);
                    if (compared != null) {
                        try (NDManager inner = scope.newSubManager()) {
                            double cka = LinearCka.of(layer.array(inner), compared.array(inner));
                            if (Double.isFinite(cka)) {
                                similarities.put(name, cka);
                            }
                        }
                    }
                });
        return similarities;
    }
}
