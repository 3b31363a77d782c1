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
                                                    environmentSteps(last),
                                                    "",
                                                    "",
                                                    mean,
                                                    0L)));
        }
        return measurements;
    }

    /**
     * Steps of the environment that had been trained on at a report. The learner counts those of
     * rows drawn from the memory too, so they are taken off by their share of the rows.
     */
    static long environmentSteps(JsonNode report) {
        JsonNode counters = report.path("counters");
        double driving = counters.path("drivingRows").asDouble();
        double drawn = counters.path("drawnRows").asDouble();
        double share = driving > 0 ? driving / (driving + drawn) : 1;
        return Math.round(report.path("frames").asLong() * share);
    }

    /**
     * The same measurements, with the environment's steps that the learner had trained on by their
     * updates.
     *
     * @param course measurements of the learner
     */
    static List<Measurement> withStepsOf(List<Measurement> course, List<Measurement> others) {
        TreeMap<Long, Long> steps = new TreeMap<>(Map.of(0L, 0L));
        course.forEach(point -> steps.put(point.getUpdate(), point.getFrames()));
        return others.stream()
                .map(
                        one ->
                                Measurement.newBuilder(one)
                                        .setFrames(between(steps, one.getUpdate()))
                                        .build())
                .toList();
    }

    /** The steps at an update, on the line between those of its neighbours. */
    private static long between(TreeMap<Long, Long> steps, long update) {
        Map.Entry<Long, Long> before = steps.floorEntry(update);
        Map.Entry<Long, Long> after = steps.ceilingEntry(update);
        if (after == null || after.getKey().equals(before.getKey())) {
            return before.getValue();
        }
        double way = (double) (update - before.getKey()) / (after.getKey() - before.getKey());
        return Math.round(before.getValue() + way * (after.getValue() - before.getValue()));
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
