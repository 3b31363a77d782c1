package org.retain.operators.learner.loss;

/**
 * Rewards of B padded rows of at most T steps, time-major: step t of row b is entry t · B + b. A
 * row's steps at and beyond its length are padding, whose entries mean nothing.
 *
 * @param steps T
 * @param rewards f64[T, B]
 * @param terminated bool[T, B], true where the episode ended by the world's rules after the step,
 *     so that nothing follows it; false where it was cut off or goes on
 * @param lengths i32[B], each in [0, T]
 */
public record RewardRows(int steps, double[] rewards, boolean[] terminated, int[] lengths) {

    public RewardRows {
        requireEntries("rewards", rewards.length, steps, lengths.length);
        requireEntries("flags of termination", terminated.length, steps, lengths.length);
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] < 0 || lengths[row] > steps) {
                throw new IllegalArgumentException(
                        "Row %d has length %d: it must lie between 0 and the %d steps of a row"
                                .formatted(row, lengths[row], steps));
            }
        }
    }

    /** B. */
    public int rows() {
        return lengths.length;
    }

    /** Index of an entry in arrays [T, B] and [T+1, B]. */
    int at(int step, int row) {
        return step * lengths.length + row;
    }

    /** Refuses anything but [T, B]. */
    void requireSteps(String what, int found) {
        requireEntries(what, found, steps, rows());
    }

    /** Refuses anything but [T+1, B]. */
    void requireObservations(String what, int found) {
        requireEntries(what, found, steps + 1, rows());
    }

    private static void requireEntries(String what, int found, int times, int rows) {
        if (found != times * rows) {
            throw new IllegalArgumentException(
                    "Found %d %s, expected %d: %d times for each of %d rows"
                            .formatted(found, what, times * rows, times, rows));
        }
    }
}
