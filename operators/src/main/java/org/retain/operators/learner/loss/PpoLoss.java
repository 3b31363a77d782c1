package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.retain.operators.policy.Scalars;

/**
 * The clipped losses of proximal policy optimisation (Schulman et al. 2017, equation 7), in Sample
 * Factory's form: the ratio is clipped to [1 / (1 + ε), 1 + ε], the value loss has no factor ½.
 *
 * @param ratioClip ε, above 0
 * @param valueClip how far a value may move from its old one before clipping, above 0
 */
public record PpoLoss(double ratioClip, double valueClip) {

    private static final double LOG_SMALLEST_RATIO = Math.log(0.05);
    private static final double LOG_LARGEST_RATIO = Math.log(20);

    public PpoLoss {
        if (!(ratioClip > 0 && valueClip > 0)) {
            throw new IllegalArgumentException(
                    "PPO can't clip ratios by %s and values by %s: both must be above 0"
                            .formatted(ratioClip, valueClip));
        }
    }

    /**
     * π/μ within [0.05, 20]; beyond, it has no gradient. The bounds act on the logarithm, where
     * they also keep the gradient from overflowing.
     *
     * @param logProbabilities log π of the actions taken, f32 or f64 [T, B]
     * @param behaviour log μ when they were taken, [T, B]
     * @return [T, B]
     */
    public static NDArray ratio(NDArray logProbabilities, NDArray behaviour) {
        return Scalars.clip(logProbabilities.sub(behaviour), LOG_SMALLEST_RATIO, LOG_LARGEST_RATIO)
                .exp();
    }

    /**
     * −mean min(ratio · A, clip(ratio) · A).
     *
     * @param ratio as {@link #ratio} gives it, f32 or f64 [T, B]
     * @param advantages A, usually standardised, [T, B]
     * @param mean over the valid steps
     * @return a scalar
     */
    public NDArray policyLoss(NDArray ratio, NDArray advantages, MaskedMean mean) {
        double largest = 1 + ratioClip;
        NDArray clipped = Scalars.clip(ratio, 1 / largest, largest).mul(advantages);
        return mean.of(NDArrays.minimum(ratio.mul(advantages), clipped)).neg();
    }

    /**
     * mean max((V − target)², (V_clipped − target)²), where V_clipped = V_old + clip(V − V_old).
     *
     * @param values V, f32 or f64 [T, B]
     * @param oldValues V_old, when the steps were taken, [T, B]
     * @param targets [T, B]
     * @param mean over the valid steps
     * @return a scalar
     */
    public NDArray valueLoss(NDArray values, NDArray oldValues, NDArray targets, MaskedMean mean) {
        NDArray clipped = Scalars.clip(values.sub(oldValues), -valueClip, valueClip).add(oldValues);
        return mean.of(
                NDArrays.maximum(values.sub(targets).square(), clipped.sub(targets).square()));
    }
}
