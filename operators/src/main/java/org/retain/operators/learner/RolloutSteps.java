package org.retain.operators.learner;

import org.retain.datasets.weights.WeightsVersion;
import org.retain.operators.learner.loss.RewardRows;

/**
 * The steps of a batch's rollouts as on-policy losses use them.
 *
 * @param rows rewards, ends and lengths
 * @param counted bool[T, B]: steps in the losses: fresh rollouts, not padding, not burn-in, not of
 *     too old a policy
 * @param valid bool[T+1, B]: steps whose reward and value count towards advantages, and whether the
 *     observation after the last step has a value
 * @param stale steps left out because their policy was too old
 */
record RolloutSteps(RewardRows rows, boolean[] counted, boolean[] valid, long stale) {

    /**
     * Reads a batch.
     *
     * @param applied updates applied so far
     * @param maxLag updates that an action may be old
     */
    static RolloutSteps of(LearnerBatch batch, RewardScaling scaling, long applied, int maxLag) {
        int rows = batch.rows();
        int[] lengths = batch.lengths();
        boolean[] demonstration = batch.flags("demonstration");
        boolean[] driving = batch.flags("driving");
        boolean[] bootstrap = batch.flags("bootstrap_valid");
        boolean[] counted = batch.mask(false);
        long[] versions = batch.longs("behaviour.weights_version");
        boolean[] valid = new boolean[(batch.steps() + 1) * rows];
        long stale = 0;
        for (int row = 0; row < rows; row++) {
            boolean fresh = driving[row] && !demonstration[row];
            for (int t = 0; t < batch.steps(); t++) {
                int at = t * rows + row;
                boolean within = fresh && t < lengths[row];
                boolean young = applied - new WeightsVersion(versions[at]).updates() <= maxLag;
                valid[at] = within && young;
                counted[at] &= within && young;
                stale += within && !young ? 1 : 0;
            }
            valid[lengths[row] * rows + row] = fresh && bootstrap[row];
        }
        return new RolloutSteps(
                new RewardRows(
                        batch.steps(),
                        scaling.apply(batch.doubles("rewards")),
                        batch.flags("terminated"),
                        lengths),
                counted,
                valid,
                stale);
    }
}
