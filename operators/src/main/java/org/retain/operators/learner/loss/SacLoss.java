package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.retain.operators.policy.Scalars;

/**
 * The losses of soft actor-critic with automatic temperature (Haarnoja et al. 2018, "Soft
 * Actor-Critic Algorithms and Applications", equations 5, 7 and 18; the last in log α, as released
 * code has it). All are means over N transitions.
 */
public final class SacLoss {

    private static final double DEVIATION_TO_ENTROPY = Math.sqrt(2 * Math.PI * Math.E);

    private SacLoss() {}

    /**
     * The loss of both critics, ½ mean (Q₁ − y)² + ½ mean (Q₂ − y)².
     *
     * @param firstQ Q₁(s, a), f32 or f64 [N]
     * @param secondQ Q₂(s, a), [N]
     * @param targets y, without gradient, [N]
     * @return a scalar
     */
    public static NDArray critics(NDArray firstQ, NDArray secondQ, NDArray targets) {
        NDArray first = firstQ.sub(targets).square();
        NDArray second = secondQ.sub(targets).square();
        return Scalars.div(first.add(second).mean(), 2);
    }

    /**
     * The actor's loss, mean (α log π(a|s) − min(Q₁(s, a), Q₂(s, a))), where a = tanh(u) is
     * differentiated through u = μ + σ ε.
     *
     * @param logProbabilities log π(a|s), [N]
     * @param temperature α, without gradient, [N] or a scalar
     * @return a scalar
     */
    public static NDArray actor(
            NDArray logProbabilities, NDArray firstQ, NDArray secondQ, NDArray temperature) {
        return logProbabilities.mul(temperature).sub(NDArrays.minimum(firstQ, secondQ)).mean();
    }

    /**
     * The temperature's loss, −mean log α · (log π(a|s) + H): α grows while the policy's entropy
     * lies below H.
     *
     * @param logTemperature log α, [N]
     * @param logProbabilities log π(a|s), of which no gradient is taken, [N]
     * @param targetEntropy H
     * @return a scalar
     */
    public static NDArray temperature(
            NDArray logTemperature, NDArray logProbabilities, double targetEntropy) {
        NDArray excess = logProbabilities.stopGradient().add(targetEntropy);
        return logTemperature.mul(excess).mean().neg();
    }

    /**
     * H of a Gaussian whose every dimension has this standard deviation, A · log(σ √(2πe))
     * (Continual World, Wołczyk et al. 2021).
     *
     * @param deviation σ, above 0
     * @param actions A
     */
    public static double targetEntropy(double deviation, int actions) {
        return actions * Math.log(deviation * DEVIATION_TO_ENTROPY);
    }
}
