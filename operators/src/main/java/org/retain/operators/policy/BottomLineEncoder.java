package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.BOTTOM_LINE;
import static org.retain.operators.policy.ScaledNetParameters.BOTTOM_LINE_DENSE;
import static org.retain.operators.policy.ScaledNetParameters.COLUMNS;
import static org.retain.operators.policy.ScaledNetParameters.ROWS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;

/**
 * Encodes the two bottom lines as a signal of 160 characters with two channels: the character, (x −
 * 32) / 96, and the digit, (x − 47) / 10 for codes 45 to 57, else 0.
 */
final class BottomLineEncoder {

    private static final int STRIDE = 4;

    private final Layers layers;

    BottomLineEncoder(Layers layers) {
        this.layers = layers;
    }

    /**
     * Encodes frames.
     *
     * @param chars i32[N, 24, 80]
     * @return f32[N, width]
     */
    NDArray encode(NDArray chars) {
        NDArray line =
                chars.get(":, {}:", ROWS - 2)
                        .reshape(-1, 2L * COLUMNS)
                        .toType(DataType.FLOAT32, false);
        NDArray isDigit = line.gt(44).logicalAnd(line.lt(58)).toType(DataType.FLOAT32, false);
        NDArray signal =
                NDArrays.stack(
                        new NDList(line.sub(32).div(96), isDigit.mul(line.sub(47).div(10))), 1);
        NDArray first = Layers.elu(layers.convolution1d(signal, BOTTOM_LINE + 0, STRIDE));
        NDArray second = Layers.elu(layers.convolution1d(first, BOTTOM_LINE + 2, 1));
        NDArray third = Layers.elu(layers.linear(flatten(second), BOTTOM_LINE_DENSE + 0));
        return Layers.elu(layers.linear(third, BOTTOM_LINE_DENSE + 2));
    }

    private static NDArray flatten(NDArray input) {
        return input.reshape(input.getShape().get(0), -1);
    }
}
