package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.CHARACTERS;
import static org.retain.operators.policy.ScaledNetParameters.COLUMNS;
import static org.retain.operators.policy.ScaledNetParameters.MESSAGE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/**
 * Encodes the message line. The reference multiplies 80 one-hot vectors, 20,480 numbers, by a
 * matrix; the same numbers come of adding up the 80 columns that the ones pick.
 */
final class MessageEncoder {

    private final Layers layers;
    private final NDArray offsets;
    private final NDArray table;

    MessageEncoder(NDManager manager, Layers layers) {
        this.layers = layers;
        offsets =
                manager.arange(0, COLUMNS * CHARACTERS, CHARACTERS, DataType.INT32)
                        .reshape(1, COLUMNS);
        table = columns().duplicate();
        table.attach(manager);
    }

    /**
     * Encodes frames.
     *
     * @param chars i32[N, 24, 80]
     * @return f32[N, width]
     */
    NDArray encode(NDArray chars) {
        NDArray indices = chars.get(":, 0").add(offsets);
        // A trainable matrix changes with each update, and its gradient must reach it.
        boolean trainable = layers.array(MESSAGE + "0.weight").hasGradient();
        NDArray sum = Layers.embed(indices, trainable ? columns() : table).sum(new int[] {1});
        NDArray first = Layers.elu(sum.add(layers.array(MESSAGE + "0.bias")));
        return Layers.elu(layers.linear(first, MESSAGE + 2));
    }

    private NDArray columns() {
        return layers.array(MESSAGE + "0.weight").transpose();
    }
}
