package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;

/**
 * A distribution over A actions at each of many places, as a policy's logits describe it. The
 * log-probabilities are computed once and serve all that is asked of them.
 *
 * @param logProbabilities f32 or f64 [..., A], whose exponentials sum to 1 over the last axis
 */
public record CategoricalDistribution(NDArray logProbabilities) {

    /**
     * The distribution of finite logits of any size, normalised without overflow.
     *
     * @param logits f32 or f64 [..., A]
     */
    public static CategoricalDistribution ofLogits(NDArray logits) {
        return new CategoricalDistribution(logits.logSoftmax(-1));
    }

    /**
     * log π(a).
     *
     * @param actions i64[...], each in [0, A)
     * @return [...]
     */
    public NDArray logProbability(NDArray actions) {
        int last = logProbabilities.getShape().dimension() - 1;
        return logProbabilities.gather(actions.expandDims(last), last).squeeze(last);
    }

    /**
     * −log π(a), the loss of cloning the actions.
     *
     * @param actions i64[...], each in [0, A)
     * @return [...]
     */
    public NDArray crossEntropy(NDArray actions) {
        return logProbability(actions).neg();
    }

    /**
     * −Σ_a π(a) log π(a).
     *
     * @return [...]
     */
    public NDArray entropy() {
        return logProbabilities.exp().mul(logProbabilities).sum(lastAxis()).neg();
    }

    /**
     * KL(this ‖ student) = Σ_a π(a) (log π(a) − log π_student(a)), this distribution being the
     * teacher's: the loss of kickstarting and of distillation on expert states (Wołczyk et al.
     * 2024, section 2).
     *
     * @return [...]
     */
    public NDArray klDivergence(CategoricalDistribution student) {
        return logProbabilities
                .sub(student.logProbabilities)
                .mul(logProbabilities.exp())
                .sum(lastAxis());
    }

    private static int[] lastAxis() {
        return new int[] {-1};
    }
}
