package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;

/**
 * A policy on PyTorch: encoder, LSTM (where its shape has one), policy and value heads.
 *
 * <pre>{@code
 * try (PolicyNetwork network = PolicyNetwork.create(weights);
 *         NDManager scope = network.newScope()) {
 *     PolicyOutput output = network.forward(scope, input, network.zeroState(scope, rows));
 * }
 * }</pre>
 *
 * <p>Arrays require no gradient until a caller asks for it, so inference records nothing. BatchNorm
 * uses running statistics unless {@link #useBatchStatistics} says otherwise. Everything that a call
 * makes belongs to the scope it was given. Not thread-safe.
 */
public final class PolicyNetwork implements AutoCloseable {

    private final PolicyShape shape;
    private final NDManager manager;
    private final Map<String, NDArray> parameters;
    private final Layers layers;
    private final Encoder encoder;
    private final LstmCore core;
    private final boolean headsReadEncoder;

    private String encodingName;

    private PolicyNetwork(PolicyShape shape, NDManager manager, Map<String, NDArray> arrays) {
        this.shape = shape;
        this.manager = manager;
        this.parameters = Collections.unmodifiableMap(arrays);
        layers = new Layers(parameters);
        encoder = encoder(shape, manager, layers);
        headsReadEncoder = shape instanceof SmallNetShape;
        core = shape.core() == 0 ? null : new LstmCore(layers, !headsReadEncoder);
    }

    /** A network with these weights, on the GPU where there is one. */
    public static PolicyNetwork create(PolicyWeights weights) {
        return create(weights, TorchRuntime.newManager());
    }

    /** A network with these weights on a manager's device; it takes the manager over. */
    public static PolicyNetwork create(PolicyWeights weights, NDManager manager) {
        try {
            if (weights.shape() instanceof GaussianNetShape) {
                throw new InvalidWeightsException(
                        "The weights are of a Gaussian policy, which answers with continuous actions; give those of a discrete policy, or learn with sac");
            }
            return new PolicyNetwork(
                    weights.shape(), manager, NativeWeights.load(manager, weights.arrays()));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Kind and widths of the network. */
    public PolicyShape shape() {
        return shape;
    }

    /** The arrays by the reference's names, owned by the network. */
    public Map<String, NDArray> parameters() {
        return parameters;
    }

    /** Where the network computes, such as {@code cpu()} or {@code gpu(0)}. */
    public String device() {
        return manager.getDevice().toString();
    }

    /** A new scope for one call's arrays, on the network's device. */
    public NDManager newScope() {
        return manager.newSubManager();
    }

    /** The state at the start of an episode, for so many rows. */
    public RecurrentState zeroState(NDManager scope, int rows) {
        Shape state = new Shape(rows, shape.core());
        return new RecurrentState(
                scope.zeros(state, DataType.FLOAT32), scope.zeros(state, DataType.FLOAT32));
    }

    /** True: BatchNorm uses the batch's statistics and learns the running ones, as in training. */
    public void useBatchStatistics(boolean use) {
        layers.useBatchStatistics(use);
    }

    /** What {@link #useBatchStatistics} said last; false before. */
    public boolean usesBatchStatistics() {
        return layers.usesBatchStatistics();
    }

    /**
     * Runs the network over T steps of B rows. Encodings are read behind the encoder.
     *
     * @param state state before step 0, f32[B, H]; ignored by a network without core
     * @throws IllegalArgumentException when the observations are not of the network's kind, or are
     *     encodings of another encoder than this one or of one that is being trained
     */
    public PolicyOutput forward(NDManager scope, PolicyInput input, RecurrentState state) {
        int steps = input.steps();
        int rows = input.rows();
        NDArray encodings =
                encode(scope, input.observations(), steps * rows).reshape(steps, rows, -1);
        NDArray features = encodings;
        NDArray outputs = null;
        RecurrentState last = state;
        if (core != null) {
            LstmCore.Output recurrent =
                    core.run(scope, features, input.firstOfEpisode(), input.lengths(), state);
            last = recurrent.state();
            outputs = recurrent.outputs();
            features =
                    headsReadEncoder ? NDArrays.concat(new NDList(outputs, encodings), 2) : outputs;
        }
        return new PolicyOutput(
                layers.linear(features, "policy"),
                layers.linear(features, "value").squeeze(2),
                last,
                encodings,
                outputs);
    }

    /**
     * Runs the encoder alone over N observations.
     *
     * @return f32[N, F]; encodings as they are
     * @throws IllegalArgumentException as {@link #forward}
     */
    public NDArray encode(NDManager scope, Observations observations, int frames) {
        if (observations instanceof Encodings encodings) {
            requireOwn(encodings);
            return NativeArrays.copy(
                    scope, encodings.values(), DataType.FLOAT32, frames, encodings.width());
        }
        return encoder.encode(scope, observations, frames);
    }

    /**
     * As {@link PolicyWeights#encodingName}, of the encoder as it was when this was first asked for
     * or encodings were first read: for one that stays.
     */
    public String encodingName() {
        if (encodingName == null) {
            encodingName =
                    Encodings.name(
                            EncoderHash.of(
                                    shape,
                                    name -> ByteBuffer.wrap(parameters.get(name).toByteArray())));
        }
        return encodingName;
    }

    private void requireOwn(Encodings encodings) {
        if (layers.encoderTrainable() || layers.usesBatchStatistics()) {
            throw new IllegalArgumentException(
                    "The observations are %s, computed before, but this network's encoder is being trained; freeze it (learner.freeze: encoder) or give observations (policy.encodings: false)"
                            .formatted(encodings.name()));
        }
        if (!encodings.name().equals(encodingName()) || encodings.width() != shape.encoding()) {
            throw new IllegalArgumentException(
                    "The observations are %s of %d numbers, made by another encoder; this network's makes %s of %d numbers: let all who play, teach and learn have the same encoder, or give observations (policy.encodings: false)"
                            .formatted(
                                    encodings.name(),
                                    encodings.width(),
                                    encodingName(),
                                    shape.encoding()));
        }
    }

    /** A copy of the weights as they are now. */
    public PolicyWeights weights() {
        return PolicyWeights.check("network", NativeWeights.copy(shape.parameters(), parameters));
    }

    @Override
    public void close() {
        manager.close();
    }

    private static Encoder encoder(PolicyShape shape, NDManager manager, Layers layers) {
        boolean sumsInJava = !manager.getDevice().isGpu();
        if (shape instanceof SmallNetShape) {
            return new SmallNetEncoder(layers, shape.actions(), sumsInJava);
        }
        if (shape instanceof VectorNetShape vector) {
            return new VectorNetEncoder(layers, vector);
        }
        return new ScaledNetEncoder(manager, layers, shape.actions(), sumsInJava);
    }
}
