package org.retain.operators.learner.loss;

/**
 * The reward of the step that completes a stage of RoboticSequence, β r (T − t): it makes up for
 * the rewards of the steps that success leaves out (Wołczyk et al. 2024, appendix B.3).
 *
 * @param scale β, at least 0
 * @param limit T, steps after which a stage ends unsolved, at least 1
 */
public record SuccessBonus(double scale, int limit) {

    public SuccessBonus {
        if (!(scale >= 0 && Double.isFinite(scale)) || limit < 1) {
            throw new IllegalArgumentException(
                    "A success bonus can't have the scale %s and the limit %d: the scale must be finite and at least 0, the limit at least 1"
                            .formatted(scale, limit));
        }
    }

    /**
     * The reward in place of the environment's own.
     *
     * @param reward r, the environment's own
     * @param step t, steps of the stage before this one, in [0, T]
     */
    public double reward(double reward, int step) {
        if (step < 0 || step > limit) {
            throw new IllegalArgumentException(
                    "Step %d lies outside a stage of %d steps: count from 0 at each stage's start"
                            .formatted(step, limit));
        }
        return scale * reward * (limit - step);
    }
}
