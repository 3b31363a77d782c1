package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;

/** Encodes vectors with layers of tanh. */
final class VectorNetEncoder implements Encoder {

    private final Layers layers;
    private final VectorNetShape shape;

    VectorNetEncoder(Layers layers, VectorNetShape shape) {
        this.layers = layers;
        this.shape = shape;
    }

    @Override
    public NDArray encode(NDManager scope, Observations observations, int frames) {
        if (!(observations instanceof Vectors vectors)) {
            throw new IllegalArgumentException(
                    "The network reads vectors of %d numbers, found observations of %s; give a network for them"
                            .formatted(
                                    shape.observation(), observations.getClass().getSimpleName()));
        }
        NDArray x =
                NativeArrays.copy(
                        scope, vectors.values(), DataType.FLOAT32, frames, shape.observation());
        for (int i = 0; i < shape.hidden().size(); i++) {
            x = Activation.tanh(layers.linear(x, VectorNetShape.LAYER + i));
        }
        return x;
    }
}
