package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.retain.datasets.experiment.Measurement;

/**
 * Gathers measurements over the seeds of each method into lines. Where all seeds were measured at
 * the same updates, a point is the mean over seeds there. Else, and where there are very many, the
 * axis is cut into bins: each seed's mean within a bin, then the mean over seeds.
 */
final class Curves {

    private static final int MOST_POINTS = 80;
    private static final int BINS = 48;

    private final List<Measurement> measurements;
    private final boolean byFrames;

    Curves(List<Measurement> measurements) {
        this.measurements =
                measurements.stream().filter(m -> Double.isFinite(m.getValue())).toList();
        byFrames = measurements.stream().anyMatch(m -> m.getFrames() > 0);
    }

    /** What the horizontal axis counts: environment steps where they are known, else updates. */
    String axis() {
        return byFrames ? "environment steps trained on" : "updates";
    }

    boolean isEmpty() {
        return measurements.isEmpty();
    }

    /** Whether there is more than one place of the axis. */
    boolean isCourse() {
        return measurements.stream().mapToLong(Measurement::getUpdate).distinct().count() > 1;
    }

    /** Whether there is more than one place of the axis, and more than one number. */
    boolean varies() {
        return isCourse()
                && measurements.stream().mapToDouble(Measurement::getValue).distinct().count() > 1;
    }

    /** A line for each method; least and most are what the number can be at all. */
    List<Series> byMethod(Results results, double least, double most) {
        var runs = results.byName();
        Palette palette = results.palette();
        Map<String, Series> lines = new LinkedHashMap<>();
        by(m -> runs.containsKey(m.getRun()) ? runs.get(m.getRun()).getMethod() : m.getRun())
                .forEach(
                        (method, points) ->
                                lines.put(
                                        method,
                                        new Series(
                                                palette.of(method),
                                                palette.of(method).label(),
                                                within(points, least, most))));
        List<Series> ordered = new ArrayList<>();
        palette.styles().stream()
                .map(style -> lines.remove(style.method()))
                .filter(line -> line != null)
                .forEach(ordered::add);
        ordered.addAll(lines.values());
        return ordered;
    }

    /** The points of each group. */
    Map<String, List<Series.Point>> by(Function<Measurement, String> group) {
        Map<String, List<Measurement>> groups = new TreeMap<>();
        measurements.forEach(
                m -> groups.computeIfAbsent(group.apply(m), key -> new ArrayList<>()).add(m));
        Map<String, List<Series.Point>> points = new LinkedHashMap<>();
        groups.forEach((key, some) -> points.put(key, points(some)));
        return points;
    }

    private List<Series.Point> points(List<Measurement> group) {
        long places = group.stream().mapToLong(Measurement::getUpdate).distinct().count();
        long runs = group.stream().map(Measurement::getRun).distinct().count();
        boolean aligned = places * runs <= 1.5 * group.size();
        if (aligned && places <= MOST_POINTS) {
            return gather(group, m -> m.getUpdate());
        }
        double low = measurements.stream().mapToDouble(this::x).min().orElse(0);
        double high = measurements.stream().mapToDouble(this::x).max().orElse(1);
        double width = Math.max(1, (high - low) / BINS);
        return gather(group, m -> Math.floor((x(m) - low) / width));
    }

    private List<Series.Point> gather(
            List<Measurement> group, ToDoubleFunction<Measurement> place) {
        Map<Double, Map<String, List<Measurement>>> places = new TreeMap<>();
        for (Measurement m : group) {
            places.computeIfAbsent(place.applyAsDouble(m), key -> new TreeMap<>())
                    .computeIfAbsent(m.getRun(), key -> new ArrayList<>())
                    .add(m);
        }
        List<Series.Point> points = new ArrayList<>();
        for (Map<String, List<Measurement>> runs : places.values()) {
            double x =
                    runs.values().stream()
                            .flatMap(List::stream)
                            .mapToDouble(this::x)
                            .average()
                            .orElse(0);
            Spread y =
                    Spread.of(
                            runs.values().stream()
                                    .mapToDouble(
                                            some ->
                                                    some.stream()
                                                            .mapToDouble(Measurement::getValue)
                                                            .average()
                                                            .orElse(Double.NaN)));
            points.add(new Series.Point(Math.rint(x), y));
        }
        return points;
    }

    private double x(Measurement m) {
        return byFrames ? m.getFrames() : m.getUpdate();
    }

    private static List<Series.Point> within(List<Series.Point> points, double least, double most) {
        return points.stream()
                .map(p -> new Series.Point(p.x(), p.y().within(least, most)))
                .toList();
    }
}
