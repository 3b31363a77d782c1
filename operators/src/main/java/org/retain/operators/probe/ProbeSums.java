package org.retain.operators.probe;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retain.datasets.experiment.Measurement;
import org.retain.operators.evaluation.Stratum;

/** Means of figures over the steps of each stratum. */
final class ProbeSums {

    private final Map<String, double[]> sums = new LinkedHashMap<>();
    private final Map<String, long[]> counts = new LinkedHashMap<>();

    /**
     * Adds a figure of each step.
     *
     * @param values f32[T, B]
     * @param strata sets of strata of each step; 0 where it does not count
     */
    void add(String measure, NDArray values, int[] strata) {
        Stratum[] all = Stratum.values();
        double[] sum = sums.computeIfAbsent(measure, name -> new double[all.length]);
        long[] count = counts.computeIfAbsent(measure, name -> new long[all.length]);
        float[] figures = values.toFloatArray();
        for (int i = 0; i < figures.length; i++) {
            for (Stratum stratum : all) {
                if (stratum.in(strata[i])) {
                    sum[stratum.ordinal()] += figures[i];
                    count[stratum.ordinal()]++;
                }
            }
        }
    }

    /** The means, of strata that occurred. */
    List<Measurement> means(String run, long update, long frames) {
        List<Measurement> means = new ArrayList<>();
        sums.forEach(
                (measure, sum) -> {
                    for (Stratum stratum : Stratum.values()) {
                        long count = counts.get(measure)[stratum.ordinal()];
                        if (count > 0) {
                            means.add(
                                    new Measurement(
                                            run,
                                            measure,
                                            update,
                                            frames,
                                            stratum.kind(),
                                            stratum.text(),
                                            sum[stratum.ordinal()] / count,
                                            count));
                        }
                    }
                });
        return means;
    }
}
