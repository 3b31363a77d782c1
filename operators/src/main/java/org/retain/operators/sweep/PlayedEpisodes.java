package org.retain.operators.sweep;

import org.retain.operators.learner.loss.RewardRows;

/**
 * Whole episodes of at most T steps, side by side and time-major: step t of row b is entry t · B +
 * b.
 *
 * @param observations f32[T, B], what the policy saw before the step
 * @param actions u8[T, B]
 * @param places i32[T, B], the environment's place before the step
 * @param rewardRows rewards as the learner sees them, ends and lengths
 */
record PlayedEpisodes(float[] observations, byte[] actions, int[] places, RewardRows rewardRows) {

    /** Which places count. */
    interface Places {
        Places ALL = place -> true;

        boolean count(int place);
    }

    /** B. */
    int rows() {
        return rewardRows.rows();
    }

    /** Steps of a row. */
    int length(int row) {
        return rewardRows.lengths()[row];
    }

    int at(int step, int row) {
        return step * rows() + row;
    }

    /** Steps of all rows. */
    long frames() {
        long frames = 0;
        for (int length : rewardRows.lengths()) {
            frames += length;
        }
        return frames;
    }

    /** Whether any step was taken in such a place. */
    boolean visit(Places wanted) {
        for (int row = 0; row < rows(); row++) {
            for (int t = 0; t < length(row); t++) {
                if (wanted.count(places[at(t, row)])) {
                    return true;
                }
            }
        }
        return false;
    }
}
