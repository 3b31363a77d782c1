package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/**
 * The target of both critics of soft actor-critic (Haarnoja et al. 2018): r + γ (1 − done)
 * (min(Q₁', Q₂') − α log π(a'|s')).
 *
 * @param discount γ, in [0, 1]
 */
public record SacTarget(double discount) {

    public SacTarget {
        if (!(discount >= 0 && discount <= 1)) {
            throw new IllegalArgumentException(
                    "SAC can't discount by %s: it must lie in [0, 1]".formatted(discount));
        }
    }

    /**
     * The targets, without gradient.
     *
     * @param rewards f32 or f64 [B]
     * @param done 1 where nothing follows, else 0, [B]; in RoboticSequence also at the time limit
     * @param firstQ first target critic's answer for (s', a'), [B]
     * @param secondQ second target critic's answer, [B]
     * @param logProbabilities log π(a'|s'), [B]
     * @param temperature α, [B] or a scalar of the same type
     * @return [B]
     */
    public NDArray of(
            NDArray rewards,
            NDArray done,
            NDArray firstQ,
            NDArray secondQ,
            NDArray logProbabilities,
            NDArray temperature) {
        NDArray softValue =
                NDArrays.minimum(firstQ, secondQ).sub(logProbabilities.mul(temperature));
        NDArray following = done.mul(-discount).add(discount).mul(softValue);
        return rewards.add(following).stopGradient();
    }
}
