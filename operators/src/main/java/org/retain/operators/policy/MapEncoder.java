package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.BLOCKS;
import static org.retain.operators.policy.ScaledNetParameters.MAP;
import static org.retain.operators.policy.ScaledNetParameters.MAP_DENSE;
import static org.retain.operators.policy.ScaledNetParameters.STAGES;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;

/**
 * Encodes the map, after its first convolution, with two stages of convolution, pooling and
 * residual blocks.
 */
final class MapEncoder {

    /** The convolution of the cells. */
    static final String FIRST = MAP + "0.0";

    private static final Shape WINDOW = new Shape(3, 3);
    private static final Shape STRIDE = new Shape(2, 2);
    private static final Shape NO_PADDING = new Shape(0, 0);

    private final Layers layers;

    MapEncoder(Layers layers) {
        this.layers = layers;
    }

    /**
     * Encodes maps.
     *
     * @param convolved f32[N, 16, 21, 80], what {@link #FIRST} makes of the cells
     * @return f32[N, width]
     */
    NDArray encode(NDArray convolved) {
        NDArray x = convolved;
        for (int stage = 0; stage < STAGES; stage++) {
            String prefix = MAP + stage + ".";
            x = stage == 0 ? x : layers.convolution2d(x, prefix + 0);
            x = Pool.maxPool2d(x, WINDOW, STRIDE, NO_PADDING, false);
            for (int block = 0; block < BLOCKS; block++) {
                String residual = prefix + (2 + block) + ".net.";
                NDArray first = layers.normalisedConvolution(x, residual, 0);
                x = x.add(layers.normalisedConvolution(first, residual, 3));
            }
        }
        return Layers.elu(layers.linear(x.reshape(x.getShape().get(0), -1), MAP_DENSE + 0));
    }
}
