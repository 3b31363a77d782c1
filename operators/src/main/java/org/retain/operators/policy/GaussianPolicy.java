package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A squashed Gaussian policy on PyTorch.
 *
 * <pre>{@code
 * try (GaussianPolicy policy = GaussianPolicy.create(weights);
 *         NDManager scope = policy.newScope()) {
 *     GaussianOutput output = policy.forward(scope, new Vectors(observations), frames);
 * }
 * }</pre>
 *
 * <p>Arrays require no gradient until a caller asks for it. Everything that a call makes belongs to
 * the scope it was given. Not thread-safe.
 */
public final class GaussianPolicy implements AutoCloseable {

    private static final float LOWEST_LOG_DEVIATION = -20;
    private static final float HIGHEST_LOG_DEVIATION = 2;

    private final GaussianNetShape shape;
    private final NDManager manager;
    private final Map<String, NDArray> parameters;
    private final Layers layers;
    private final StageNet net;

    private GaussianPolicy(
            GaussianNetShape shape, NDManager manager, Map<String, NDArray> parameters) {
        this.shape = shape;
        this.manager = manager;
        this.parameters = Collections.unmodifiableMap(parameters);
        layers = new Layers(this.parameters);
        net = shape.net();
    }

    /** A policy with these weights, on the GPU where there is one. */
    public static GaussianPolicy create(PolicyWeights weights) {
        return create(weights, TorchRuntime.newManager());
    }

    /**
     * A policy with these weights on a manager's device; it takes the manager over.
     *
     * @throws IllegalArgumentException when the weights are of another kind of network
     */
    public static GaussianPolicy create(PolicyWeights weights, NDManager manager) {
        try {
            if (!(weights.shape() instanceof GaussianNetShape shape)) {
                throw new IllegalArgumentException(
                        "The weights are of a %s, expected a Gaussian policy for continuous actions; give weights with parameters %s0.weight and .bias"
                                .formatted(weights.shape(), GaussianNetShape.HEAD));
            }
            return new GaussianPolicy(
                    shape, manager, NativeWeights.load(manager, weights.arrays()));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Widths of the policy. */
    public GaussianNetShape shape() {
        return shape;
    }

    /** The arrays by name, owned by the policy. */
    public Map<String, NDArray> parameters() {
        return parameters;
    }

    /** The arrays of {@link GaussianNetShape#sharedParameters} by name, in that order. */
    public Map<String, NDArray> sharedParameters() {
        Map<String, NDArray> shared = new LinkedHashMap<>();
        for (ParameterSpec spec : shape.sharedParameters()) {
            shared.put(spec.name(), parameters.get(spec.name()));
        }
        return shared;
    }

    /** Where the policy computes, such as {@code cpu()} or {@code gpu(0)}. */
    public String device() {
        return manager.getDevice().toString();
    }

    /** A new scope for one call's arrays, on the policy's device. */
    public NDManager newScope() {
        return manager.newSubManager();
    }

    /**
     * Runs the policy over N = T · B observations.
     *
     * @param frames N
     */
    public GaussianOutput forward(NDManager scope, Vectors observations, int frames) {
        NDArray values =
                NativeArrays.copy(
                        scope,
                        observations.values(),
                        DataType.FLOAT32,
                        frames,
                        shape.observation());
        return forward(StageVectors.of(values, shape.heads()));
    }

    /** Runs the policy; the answer belongs to the observations' manager. */
    public GaussianOutput forward(StageVectors observations) {
        NDList halves =
                net.forward(layers, observations.features(), observations.heads()).split(2, 1);
        return new GaussianOutput(
                halves.get(0),
                Scalars.clip(halves.get(1), LOWEST_LOG_DEVIATION, HIGHEST_LOG_DEVIATION));
    }

    /** A copy of the weights as they are now. */
    public PolicyWeights weights() {
        return PolicyWeights.check("policy", NativeWeights.copy(shape.parameters(), parameters));
    }

    @Override
    public void close() {
        manager.close();
    }
}
