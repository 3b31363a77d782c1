package org.retain.operators.learner;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Means of the updates' figures since the last report, and the latest of each for metrics. */
final class FigureMeans {

    private final Map<String, double[]> sums = new TreeMap<>();
    private final Map<String, Double> latest = new ConcurrentHashMap<>();

    /** Adds one update's figures; what is not finite counts as the latest only. */
    void add(Map<String, Double> figures) {
        figures.forEach(
                (name, value) -> {
                    latest.put(name, value);
                    if (Double.isFinite(value)) {
                        double[] sum = sums.computeIfAbsent(name, unused -> new double[2]);
                        sum[0] += value;
                        sum[1]++;
                    }
                });
    }

    /** The latest figure of a name; not a number before there is one. */
    double latest(String name) {
        return latest.getOrDefault(name, Double.NaN);
    }

    /** Names that have a figure. */
    Iterable<String> names() {
        return latest.keySet();
    }

    /** The means since the last call. */
    Map<String, Double> take() {
        Map<String, Double> means = new TreeMap<>();
        sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
        sums.clear();
        return means;
    }
}
