package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;

/** The loss whose gradient is REINFORCE's estimate (Williams 1992): −mean log π(a|o) (G − b). */
public final class ReinforceLoss {

    private ReinforceLoss() {}

    /**
     * The loss; neither returns nor baseline get a gradient from it.
     *
     * @param logProbabilities log π of the actions taken, f32 or f64 [T, B]
     * @param returns G, as {@link DiscountedReturn} gives them, [T, B]
     * @param baseline b, [T, B] or a scalar of the same type
     * @param mean over the valid steps
     * @return a scalar
     */
    public static NDArray of(
            NDArray logProbabilities, NDArray returns, NDArray baseline, MaskedMean mean) {
        NDArray weights = returns.sub(baseline).stopGradient();
        return mean.of(logProbabilities.mul(weights)).neg();
    }
}
