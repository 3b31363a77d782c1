package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A critic Q(s, a) on PyTorch. Its arrays belong to the manager it was made with; they require no
 * gradient until a caller asks for it. Not thread-safe.
 */
public final class Critic {

    private final CriticShape shape;
    private final Map<String, NDArray> parameters;
    private final Layers layers;
    private final StageNet net;

    private Critic(CriticShape shape, Map<String, NDArray> parameters) {
        this.shape = shape;
        this.parameters = Collections.unmodifiableMap(parameters);
        layers = new Layers(this.parameters);
        net = shape.net();
    }

    /** A new critic: orthogonal matrices, zero biases. Same widths and seed, same bits. */
    public static Critic random(CriticShape shape, long seed, NDManager manager) {
        return new Critic(
                shape,
                NativeWeights.load(
                        manager, WeightsInitialisation.initialise(shape.parameters(), seed)));
    }

    /** A critic of the same weights, with arrays of its own in the same manager. */
    public Critic copy() {
        Map<String, NDArray> copies = new LinkedHashMap<>();
        parameters.forEach((name, array) -> copies.put(name, array.duplicate()));
        return new Critic(shape, copies);
    }

    /** The arrays by name. */
    public Map<String, NDArray> parameters() {
        return parameters;
    }

    /**
     * Values actions.
     *
     * @param actions f32[N, A], in [−1, 1]
     * @return Q, f32[N], owned by the observations' manager
     */
    public NDArray forward(StageVectors observations, NDArray actions) {
        NDArray inputs = NDArrays.concat(new NDList(observations.features(), actions), 1);
        return net.forward(layers, inputs, observations.heads()).squeeze(1);
    }
}
