package org.retain.operators.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/**
 * Linear centred kernel alignment: how alike two layers represent the same examples, whatever the
 * rotation and scale of each (Kornblith et al., "Similarity of Neural Network Representations
 * Revisited", 2019, section 3).
 *
 * <p>With the linear kernels K = X Xᵀ, L = Y Yᵀ of columns without their means, CKA = HSIC(K, L) /
 * √(HSIC(K, K) HSIC(L, L)), and HSIC(K, L) ∝ tr(K L) = ‖Yᵀ X‖²; so it needs matrices of the widths
 * and none of examples × examples.
 */
public final class LinearCka {

    private LinearCka() {}

    /**
     * CKA of two layers, 0 to 1; no number when one of them is the same for all examples.
     *
     * @param x f32 or f64 [n, p]
     * @param y f32 or f64 [n, q], of the same examples
     */
    public static double of(NDArray x, NDArray y) {
        if (x.getShape().get(0) != y.getShape().get(0)) {
            throw new IllegalArgumentException(
                    "Layers of %d and of %d examples, expected the same examples"
                            .formatted(x.getShape().get(0), y.getShape().get(0)));
        }
        try (NDManager scope = x.getManager().newSubManager()) {
            NDArray first = centred(scope, x);
            NDArray second = centred(scope, y);
            return independence(first, second)
                    / Math.sqrt(independence(first, first) * independence(second, second));
        }
    }

    /** HSIC up to a factor that the quotient loses. */
    private static double independence(NDArray x, NDArray y) {
        return y.transpose().matMul(x).square().sum().getDouble();
    }

    private static NDArray centred(NDManager scope, NDArray layer) {
        NDArray exact = layer.toType(DataType.FLOAT64, true);
        exact.attach(scope);
        return exact.sub(exact.mean(new int[] {0}, true));
    }
}
