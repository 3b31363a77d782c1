package org.retain.operators.sweep;

import org.retain.operators.environment.toy.AppleRetrieval;

/**
 * What a {@link TwoActionPolicy} comes to in {@link AppleRetrieval}, exactly: the probabilities of
 * all positions are followed step by step, so no episode has to be drawn.
 *
 * @param reached probability that the apple is reached
 * @param success probability that it is carried home within the limit
 * @param reward expected sum of an episode's rewards
 */
record AppleOutcome(double reached, double success, double reward) {

    /** Of the task as its settings say. */
    static AppleOutcome of(AppleRetrieval task, TwoActionPolicy policy) {
        double thither = policy.probability(-task.scale());
        double back = policy.probability(task.scale());
        return new Walk(task).outcome(thither, back);
    }

    /** Probabilities of positions, from a step limit left of home to one right of the apple. */
    private static final class Walk {

        private final AppleRetrieval task;
        private final int home;
        private final int apple;
        private double[] fetching;
        private double[] carrying;
        private double reached;
        private double success;
        private double reward;

        Walk(AppleRetrieval task) {
            this.task = task;
            home = task.stepLimit() + 1;
            apple = home + task.distance();
            int positions = apple + task.stepLimit() + 2;
            fetching = new double[positions];
            carrying = new double[positions];
            (task.startWithApple() ? carrying : fetching)[task.startWithApple() ? apple : home] = 1;
            reached = task.startWithApple() ? 1 : 0;
        }

        AppleOutcome outcome(double thither, double back) {
            for (int step = 0; step < task.stepLimit(); step++) {
                step(thither, back);
            }
            return new AppleOutcome(reached, success, reward);
        }

        private void step(double thither, double back) {
            double[] newFetching = new double[fetching.length];
            double[] newCarrying = new double[carrying.length];
            for (int x = 1; x < fetching.length - 1; x++) {
                reward += fetching[x] * (2 * thither - 1) + carrying[x] * (1 - 2 * back);
                newFetching[x + 1] += fetching[x] * thither;
                newFetching[x - 1] += fetching[x] * (1 - thither);
                newCarrying[x + 1] += carrying[x] * back;
                newCarrying[x - 1] += carrying[x] * (1 - back);
            }
            reached += newFetching[apple];
            newCarrying[apple] += newFetching[apple];
            newFetching[apple] = 0;
            success += newCarrying[home];
            newCarrying[home] = 0;
            fetching = newFetching;
            carrying = newCarrying;
        }
    }
}
