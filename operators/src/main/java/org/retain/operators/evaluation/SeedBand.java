package org.retain.operators.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One point of a curve over several seeds: the mean of the runs, and how far it would move if other
 * seeds had been drawn.
 *
 * @param point where on the curve, such as updates or frames
 * @param seeds how many runs have a value there
 * @param mean of their values
 * @param interval 95 % bootstrap interval of the mean over seeds; empty with fewer than {@value
 *     #MIN_SEEDS}, which tell nothing of others
 */
public record SeedBand(long point, int seeds, double mean, Optional<Interval> interval) {

    /** Fewer seeds than this have no interval. */
    public static final int MIN_SEEDS = 3;

    private static final long BOOTSTRAP_SEED = 1;

    /**
     * The band of runs that differ in their seeds only.
     *
     * @param runs for each run, its values by point
     * @return by rising point, every point that a run has
     */
    public static List<SeedBand> of(List<? extends Map<Long, Double>> runs) {
        TreeMap<Long, List<Double>> points = new TreeMap<>();
        for (Map<Long, Double> run : runs) {
            run.forEach(
                    (point, value) ->
                            points.computeIfAbsent(point, key -> new ArrayList<>()).add(value));
        }
        List<SeedBand> band = new ArrayList<>();
        points.forEach((point, values) -> band.add(of(point, values)));
        return List.copyOf(band);
    }

    private static SeedBand of(long point, List<Double> seeds) {
        double[] values = seeds.stream().mapToDouble(Double::doubleValue).toArray();
        return new SeedBand(
                point,
                values.length,
                Statistic.MEAN.of(values),
                values.length < MIN_SEEDS
                        ? Optional.empty()
                        : Optional.of(
                                Bootstrap.interval(
                                        List.of(values), Statistic.MEAN, BOOTSTRAP_SEED)));
    }
}
