package org.retain.operators.evaluation;

import java.util.Arrays;

/** One number for the scores of many episodes. */
public enum Statistic {
    /** Arithmetic mean. */
    MEAN {
        @Override
        double ofSorted(double[] sorted) {
            return mean(sorted, 0, sorted.length);
        }
    },

    /** The middle one; of an even number, the mean of the middle two. */
    MEDIAN {
        @Override
        double ofSorted(double[] sorted) {
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1
                    ? sorted[middle]
                    : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2;
        }
    },

    /**
     * Interquartile mean (Agarwal et al., "Deep Reinforcement Learning at the Edge of the
     * Statistical Precipice", 2021): the mean of what remains after the lowest and the highest
     * floor(n / 4) values are left out. That is the definition of rliable, which calls {@code
     * scipy.stats.trim_mean(scores, 0.25)}: of a number that four does not divide, more than half
     * remains, and no value counts in part.
     */
    INTERQUARTILE_MEAN {
        @Override
        double ofSorted(double[] sorted) {
            int cut = sorted.length / 4;
            return mean(sorted, cut, sorted.length - cut);
        }
    };

    /**
     * The number for these values, in any order.
     *
     * @throws IllegalArgumentException when there are none
     */
    public double of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("No values, a statistic needs at least one");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return ofSorted(sorted);
    }

    /** The number for at least one value, in ascending order. */
    abstract double ofSorted(double[] sorted);

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
