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

    private static final String VERSIONS = "behaviour.weights_version";

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
        long[] versions = batch.longs(VERSIONS);
        boolean[] valid = new boolean[(batch.steps() + 1) * rows];
        long stale = 0;
        for (int row = 0; row < rows; row++) {
            boolean fresh = driving[row] && !demonstration[row];
            for (int t = 0; t < batch.steps(); t++) {
                int at = t * rows + row;
                boolean within = fresh && t < lengths[row];
                boolean young = isYoung(versions[at], applied, maxLag);
                valid[at] = within && young;
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
                fresh(batch, applied, maxLag),
                valid,
                stale);
    }

    /**
     * The steps [T, B] that losses over rollouts count: of rows that drive, in the loss mask, by a
     * policy that is young enough.
     */
    static boolean[] fresh(LearnerBatch batch, long applied, int maxLag) {
        boolean[] fresh = batch.mask(false);
        if (!batch.has(VERSIONS)) {
            return new boolean[fresh.length];
        }
        boolean[] driving = batch.flags("driving");
        long[] versions = batch.longs(VERSIONS);
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] &= driving[i % batch.rows()] && isYoung(versions[i], applied, maxLag);
        }
        return fresh;
    }

    private static boolean isYoung(long version, long applied, int maxLag) {
        // What is no version says nothing about its age.
        return version >= 0 && applied - new WeightsVersion(version).updates() <= maxLag;
    }
}
