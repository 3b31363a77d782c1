package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.retain.operators.policy.Scalars;

/**
 * A Gaussian over D independent dimensions at each of many places; an action is the sample u, or
 * tanh(u) where the policy is squashed.
 *
 * @param mean f32 or f64 [..., D]
 * @param logDeviation natural logarithm of the standard deviation, [..., D]
 */
public record GaussianDistribution(NDArray mean, NDArray logDeviation) {

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
    private static final double LOG_TWO = Math.log(2);
    private static final int[] LAST_AXIS = {-1};

    /**
     * KL(this ‖ student), summed over dimensions; this distribution is the teacher's. It holds for
     * squashed policies too, as the squashing cancels.
     *
     * @return [...]
     */
    public NDArray klDivergence(GaussianDistribution student) {
        NDArray logRatio = logDeviation.sub(student.logDeviation);
        NDArray distance = mean.sub(student.mean).div(student.logDeviation.exp());
        NDArray spread = Scalars.mul(logRatio, 2).exp().add(distance.square()).sub(1);
        return Scalars.div(spread, 2).sub(logRatio).sum(LAST_AXIS);
    }

    /**
     * log N(u), summed over dimensions.
     *
     * @param samples u, [..., D]
     * @return [...]
     */
    public NDArray logProbability(NDArray samples) {
        return logDensities(samples).sum(LAST_AXIS);
    }

    /**
     * log π(tanh u) = log N(u) − Σ log |d tanh(u) / du|, where log |d tanh(u) / du| = 2 (log 2 − u
     * − softplus(−2u)) stays finite for any u (Haarnoja et al. 2018, appendix C, rearranged).
     *
     * @param samples u before the tanh, [..., D]
     * @return [...]
     */
    public NDArray squashedLogProbability(NDArray samples) {
        NDArray softPlus = Activation.softPlus(Scalars.mul(samples, -2));
        NDArray logSlope = Scalars.mul(samples.add(softPlus).sub(LOG_TWO), -2);
        return logDensities(samples).sub(logSlope).sum(LAST_AXIS);
    }

    private NDArray logDensities(NDArray samples) {
        NDArray distance = samples.sub(mean).div(logDeviation.exp());
        return Scalars.div(distance.square().add(LOG_TWO_PI), -2).sub(logDeviation);
    }
}
