package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * The Fisher diagonal of a diagonal Gaussian policy in closed form: mean over samples of Σ_dims
 * ((∂μ/∂θ)² + 2 (∂σ/∂θ)²) / (σ² + ε), no sample counting less than the floor.
 *
 * @param epsilon ε, at least 0
 * @param floor smallest value of one sample, at least 0
 */
public record GaussianFisher(double epsilon, double floor) {

    /** The exact information. */
    public static final GaussianFisher EXACT = new GaussianFisher(0, 0);

    /** The variant of Continual World (Wołczyk et al. 2021, released code). */
    public static final GaussianFisher CONTINUAL_WORLD = new GaussianFisher(1e-6, 1e-5);

    public GaussianFisher {
        if (!(epsilon >= 0 && floor >= 0)) {
            throw new IllegalArgumentException(
                    "Epsilon %s and floor %s don't fit a Gaussian's Fisher information: both must be at least 0"
                            .formatted(epsilon, floor));
        }
    }

    /**
     * The mean information of N samples about one parameter array; means of equally large sets of
     * samples average to that of all.
     *
     * @param meanJacobian ∂μ/∂θ, f32 or f64 [N, D, ...]
     * @param deviationJacobian ∂σ/∂θ, [N, D, ...]
     * @param deviation σ, [N, D]
     * @return [...], the parameter's shape
     */
    public NDArray of(NDArray meanJacobian, NDArray deviationJacobian, NDArray deviation) {
        long[] spread = new long[meanJacobian.getShape().dimension()];
        Arrays.fill(spread, 1);
        System.arraycopy(deviation.getShape().getShape(), 0, spread, 0, 2);
        NDArray variance = deviation.square().add(epsilon).reshape(new Shape(spread));
        NDArray samples =
                meanJacobian
                        .square()
                        .add(deviationJacobian.square().mul(2))
                        .div(variance)
                        .sum(new int[] {1});
        return samples.maximum(floor).mean(new int[] {0});
    }
}
