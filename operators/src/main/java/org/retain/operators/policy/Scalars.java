package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;

/**
 * Arithmetic of arrays and numbers, for whatever {@link Autograd} records.
 *
 * <p>DJL's own {@code x.mul(2)}, {@code div}, {@code pow}, {@code maximum}, {@code minimum} and
 * {@code clip} put the number into a direct buffer and let go of it at once, while the recorded
 * graph reads it again when gradients are taken. If the buffer was collected in between, gradients
 * are of whatever lies there. Here a number belongs to the manager of the array that it meets,
 * which must live until gradients are taken, as scopes do. ({@code add} and {@code sub} are safe:
 * their gradients need no number.)
 */
public final class Scalars {

    private Scalars() {}

    /** x · number, of x's type. */
    public static NDArray mul(NDArray x, double number) {
        return x.mul(scalar(x, number));
    }

    /** x / number, of x's type. */
    public static NDArray div(NDArray x, double number) {
        return x.div(scalar(x, number));
    }

    /** x within [lowest, highest], of x's type; the gradient is zero outside. */
    public static NDArray clip(NDArray x, double lowest, double highest) {
        NDArray least = scalar(x, lowest);
        NDArray most = scalar(x, highest);
        // Asked this way round, what is no number stays none.
        NDArray capped = NDArrays.where(x.gt(most).logicalNot(), x, most);
        return NDArrays.where(x.lt(least).logicalNot(), capped, least);
    }

    /** A scalar of x's type, so that it leaves the type of a scalar x unchanged too. */
    private static NDArray scalar(NDArray x, double number) {
        return x.getDataType() == DataType.FLOAT64
                ? x.getManager().create(number)
                : x.getManager().create((float) number);
    }
}
