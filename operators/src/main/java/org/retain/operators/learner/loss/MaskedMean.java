package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;

/**
 * The mean over the entries that a mask keeps: Σ values · mask / max(1, Σ mask). An empty mask
 * gives zero and a zero gradient.
 *
 * <p>Entries outside the mask may hold anything, NaN included, without changing the mean. They must
 * be finite where a gradient is taken, since a zero gradient times infinity is no number.
 *
 * <p>One object serves all losses of an update, so that the mask is prepared and counted once.
 */
public final class MaskedMean {

    private final NDArray mask;
    private final NDArray count;
    private final NDArray zero;

    private MaskedMean(NDArray mask, NDArray count, NDArray zero) {
        this.mask = mask;
        this.count = count;
        this.zero = zero;
    }

    /**
     * The mean over the entries where the mask is not zero.
     *
     * @param mask [...] of any type; its manager owns what this object makes, so it belongs to the
     *     scope of one update
     */
    public static MaskedMean over(NDArray mask) {
        NDArray kept = mask.toType(DataType.BOOLEAN, false);
        // Integer scalars take part in arithmetic without changing the type of the values.
        return new MaskedMean(kept, kept.sum().maximum(1L), mask.getManager().create(0L));
    }

    /**
     * The mean of the kept values.
     *
     * @param values f32 or f64 [...], shaped like the mask
     * @return a scalar of the values' type
     */
    public NDArray of(NDArray values) {
        if (!values.getShape().equals(mask.getShape())) {
            throw new IllegalArgumentException(
                    "Values of shape %s can't be averaged over a mask of shape %s: give one value for each entry of the mask"
                            .formatted(values.getShape(), mask.getShape()));
        }
        return NDArrays.where(mask, values, zero).sum().div(count);
    }
}
