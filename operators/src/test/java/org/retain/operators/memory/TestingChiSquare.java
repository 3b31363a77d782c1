package org.retain.operators.memory;

import java.util.Arrays;

/** Pearson's goodness-of-fit test. */
public final class TestingChiSquare {

    /** Standard normal quantile of 0.999: one correct generator in 1,000 exceeds the limit. */
    private static final double Z = 3.0902;

    private TestingChiSquare() {}

    /** Whether the counts fit the probabilities, at a significance of 0.001. */
    public static boolean fits(long[] counts, double... probabilities) {
        return statistic(counts, probabilities) < limit(counts.length - 1);
    }

    /** Whether the counts fit equal probabilities, at a significance of 0.001. */
    public static boolean fitsUniform(long[] counts) {
        double[] probabilities = new double[counts.length];
        Arrays.fill(probabilities, 1.0 / counts.length);
        return fits(counts, probabilities);
    }

    static double statistic(long[] counts, double... probabilities) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = total * probabilities[i];
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return statistic;
    }

    /** Quantile 0.999 of χ² by Wilson and Hilferty's cube root; within 1% from 3 degrees on. */
    static double limit(int degrees) {
        double spread = 2.0 / (9.0 * degrees);
        return degrees * Math.pow(1 - spread + Z * Math.sqrt(spread), 3);
    }
}
