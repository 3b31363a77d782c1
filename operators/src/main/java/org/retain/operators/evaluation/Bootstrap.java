package org.retain.operators.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Percentile bootstrap (Efron, 1979): how far a statistic would move if other episodes had been
 * played.
 *
 * <p>Stratified, as rliable does (Agarwal et al., 2021): each stratum, here a run, is drawn from
 * again with replacement, as many values as it has, and the statistic is that of all strata
 * together. So the interval tells of the episodes' luck within these runs, not of what other runs
 * would have learnt. The same values and seed give the same interval.
 */
public final class Bootstrap {

    private static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.025;

    private Bootstrap() {}

    /**
     * The 95 % interval of a statistic.
     *
     * @param strata the values of each run, in any order
     * @param seed of the draws
     * @throws IllegalArgumentException when there is no value
     */
    public static Interval interval(List<double[]> strata, Statistic statistic, long seed) {
        double[] pooled = strata.stream().flatMapToDouble(Arrays::stream).toArray();
        if (pooled.length == 0) {
            throw new IllegalArgumentException("No values, an interval needs at least one");
        }
        int[] order =
                IntStream.range(0, pooled.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> pooled[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        // Counting how often each of the sorted values is drawn spares sorting every resample.
        int[] rank = new int[pooled.length];
        for (int i = 0; i < order.length; i++) {
            rank[order[i]] = i;
        }
        double[] sorted = new double[pooled.length];
        Arrays.setAll(sorted, i -> pooled[order[i]]);
        SplittableRandom random = new SplittableRandom(seed);
        double[] estimates = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            int[] counts = draw(strata, rank, random);
            estimates[i] = statistic.ofSorted(resample(sorted, counts));
        }
        Arrays.sort(estimates);
        return new Interval(quantile(estimates, TAIL), quantile(estimates, 1 - TAIL));
    }

    private static int[] draw(List<double[]> strata, int[] rank, SplittableRandom random) {
        int[] counts = new int[rank.length];
        int first = 0;
        for (double[] stratum : strata) {
            for (int i = 0; i < stratum.length; i++) {
                counts[rank[first + random.nextInt(stratum.length)]]++;
            }
            first += stratum.length;
        }
        return counts;
    }

    private static double[] resample(double[] sorted, int[] counts) {
        double[] resample = new double[sorted.length];
        int length = 0;
        for (int i = 0; i < counts.length; i++) {
            Arrays.fill(resample, length, length + counts[i], sorted[i]);
            length += counts[i];
        }
        return resample;
    }

    /** Linear between order statistics, numpy's default. */
    static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
