package org.retain.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.retain.datasets.experiment.Measurement;

/** What a learner reported during training, as measurements. */
final class LearnerCourse {

    /** Points of a curve at most. */
    static final int POINTS = 200;

    private LearnerCourse() {}

    /**
     * The figures of a learner by their names in the metrics topic; of more than {@value #POINTS}
     * reports, means over equally many neighbours.
     *
     * @param run name of the run
     * @param reports in order
     */
    static List<Measurement> of(String run, List<JsonNode> reports) {
        List<Measurement> measurements = new ArrayList<>();
        int each = Math.max(1, (reports.size() + POINTS - 1) / POINTS);
        for (int from = 0; from < reports.size(); from += each) {
            List<JsonNode> some = reports.subList(from, Math.min(reports.size(), from + each));
            JsonNode last = some.get(some.size() - 1);
            means(some)
                    .forEach(
                            (figure, mean) ->
                                    measurements.add(
                                            new Measurement(
                                                    run,
                                                    figure,
                                                    last.path("updates").asLong(),
                                                    last.path("frames").asLong(),
                                                    "",
                                                    "",
                                                    mean,
                                                    0L)));
        }
        return measurements;
    }

    private static Map<String, Double> means(List<JsonNode> reports) {
        Map<String, double[]> sums = new TreeMap<>();
        for (JsonNode report : reports) {
            report.path("figures")
                    .properties()
                    .forEach(
                            figure -> {
                                double[] sum =
                                        sums.computeIfAbsent(figure.getKey(), key -> new double[2]);
                                sum[0] += figure.getValue().asDouble();
                                sum[1]++;
                            });
        }
        Map<String, Double> means = new TreeMap<>();
        sums.forEach((figure, sum) -> means.put(figure, sum[0] / sum[1]));
        return means;
    }
}
