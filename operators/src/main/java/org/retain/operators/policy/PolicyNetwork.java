package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.COLUMNS;
import static org.retain.operators.policy.ScaledNetParameters.ROWS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;

/**
 * A ScaledNet on PyTorch: frame encoder, LSTM, policy and value heads.
 *
 * <pre>{@code
 * try (PolicyNetwork network = PolicyNetwork.create(weights);
 *         NDManager scope = network.newScope()) {
 *     PolicyOutput output = network.forward(scope, input, network.zeroState(scope, rows));
 * }
 * }</pre>
 *
 * <p>Arrays require no gradient until a caller asks for it, so inference records nothing. BatchNorm
 * uses running statistics. Everything that a call makes belongs to the scope it was given.
 * Concurrent calls with scopes of their own are safe while nobody changes the parameters.
 */
public final class PolicyNetwork implements AutoCloseable {

    private final ScaledNetShape shape;
    private final NDManager manager;
    private final Map<String, NDArray> parameters;
    private final Layers layers;
    private final FrameEncoder encoder;
    private final LstmCore core;

    private PolicyNetwork(ScaledNetShape shape, NDManager manager, Map<String, NDArray> arrays) {
        this.shape = shape;
        this.manager = manager;
        this.parameters = Collections.unmodifiableMap(arrays);
        layers = new Layers(parameters);
        encoder = new FrameEncoder(manager, layers, shape.actions());
        core = new LstmCore(layers);
    }

    /** A network with these weights, on the GPU where there is one. */
    public static PolicyNetwork create(PolicyWeights weights) {
        NDManager manager = TorchRuntime.newManager();
        try {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            weights.arrays().forEach((name, entry) -> arrays.put(name, array(manager, entry)));
            return new PolicyNetwork(weights.shape(), manager, arrays);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Widths of the network. */
    public ScaledNetShape shape() {
        return shape;
    }

    /** The arrays by the reference's names, owned by the network. */
    public Map<String, NDArray> parameters() {
        return parameters;
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

    /**
     * Runs the network over T steps of B rows.
     *
     * @param state state before step 0, f32[B, H]
     */
    public PolicyOutput forward(NDManager scope, PolicyInput input, RecurrentState state) {
        int steps = input.steps();
        int rows = input.rows();
        long frames = (long) steps * rows;
        NDArray encoded =
                encoder.encode(
                        scope,
                        view(scope, input.chars(), frames, ROWS, COLUMNS),
                        view(scope, input.colors(), frames, ROWS, COLUMNS),
                        view(scope, input.cursor(), frames, 2),
                        view(scope, input.previousActions(), frames));
        NDArray first = input.firstOfEpisode();
        LstmCore.Output recurrent =
                core.run(
                        scope,
                        encoded.reshape(steps, rows, shape.fusion()),
                        first == null ? null : view(scope, first, steps, rows),
                        input.lengths(),
                        state);
        return new PolicyOutput(
                layers.linear(recurrent.outputs(), "policy"),
                layers.linear(recurrent.outputs(), "value").squeeze(2),
                recurrent.state());
    }

    /** A copy of the weights as they are now. */
    public PolicyWeights weights() {
        Map<String, SafetensorsEntry> copies = new LinkedHashMap<>();
        for (ParameterSpec spec : shape.parameters()) {
            byte[] data = parameters.get(spec.name()).toByteArray();
            copies.put(spec.name(), SafetensorsEntry.of(SafetensorsType.F32, spec.shape(), data));
        }
        return PolicyWeights.check("network", copies);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** A view that belongs to the scope, and with it all that is computed from it. */
    private static NDArray view(NDManager scope, NDArray array, long... shape) {
        NDArray view = array.reshape(shape);
        view.attach(scope);
        return view;
    }

    private static NDArray array(NDManager manager, SafetensorsEntry entry) {
        ByteBuffer data =
                ByteBuffer.allocateDirect(entry.data().remaining())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(entry.data().duplicate())
                        .flip();
        long[] axes = entry.shape().stream().mapToLong(Integer::longValue).toArray();
        return manager.create(data, new Shape(axes), DataType.FLOAT32);
    }
}
