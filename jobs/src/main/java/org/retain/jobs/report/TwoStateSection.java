package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;

/**
 * The two-state MDP: the value of the start state by the policy's only parameter, and where
 * gradient ascent ends (Wołczyk et al., 2024, appendix A.1 and figure 9).
 */
final class TwoStateSection {

    /** The two gaps by the number of parameter {@code gap}, and where the paper's ascent ends. */
    enum Gap {
        COVERAGE("State coverage gap", 0.11, 2.22),
        CLONING("Imperfect cloning gap", 0.08, 9.93);

        final String title;
        final double theta;
        final double value;

        Gap(String title, double theta, double value) {
            this.title = title;
            this.theta = theta;
            this.value = value;
        }
    }

    static final String THETA = "theta";
    static final String VALUE = "v0";
    private static final String GAP = "gap";
    private static final int MOST_PATHS = 3;
    private static final int STEPS = 400;

    private TwoStateSection() {}

    static Section of(Results results) {
        List<Element> figures = new ArrayList<>();
        for (Gap gap : Gap.values()) {
            List<Series> curve = curve(results, gap);
            List<Path> paths = paths(results, gap);
            if (!curve.isEmpty() || !paths.isEmpty()) {
                figures.add(figure(gap, curve, paths));
            }
        }
        List<Element> content = new ArrayList<>();
        if (!figures.isEmpty()) {
            content.add(
                    Element.of(
                            "p",
                            "The curve is the closed form of v0(θ); the other line is the way of gradient ascent on it, from where it starts to where it ends. Hollow marks are where it starts and ends, here and in the paper, whose constants are not printed and were inferred."));
            content.add(Figure.grid(figures));
        }
        return new Section("two-state", "Two-state MDP", "v0 by theta", content);
    }

    /** The way of one run. */
    record Path(String run, Palette.Style style, List<Series.Point> points) {

        Series.Point start() {
            return points.get(0);
        }

        Series.Point end() {
            return points.get(points.size() - 1);
        }
    }

    static List<Path> paths(Results results, Gap gap) {
        List<Path> paths = new ArrayList<>();
        for (ExperimentRun run : runs(results, gap)) {
            TreeMap<Long, Double> thetas = byUpdate(results.of(THETA), run);
            TreeMap<Long, Double> values = byUpdate(results.of(VALUE), run);
            thetas.keySet().retainAll(values.keySet());
            List<Series.Point> points =
                    thetas.entrySet().stream()
                            .map(e -> point(e.getValue(), values.get(e.getKey())))
                            .toList();
            if (!points.isEmpty()) {
                paths.add(new Path(run.getRun(), results.palette().of(run.getMethod()), points));
            }
        }
        return paths;
    }

    private static List<ExperimentRun> runs(Results results, Gap gap) {
        Sweep sweep = new Sweep(results.runs());
        return results.runs().stream().filter(run -> sweep.of(run, GAP) == gap.ordinal()).toList();
    }

    private static TreeMap<Long, Double> byUpdate(List<Measurement> all, ExperimentRun run) {
        TreeMap<Long, Double> values = new TreeMap<>();
        all.stream()
                .filter(m -> m.getRun().equals(run.getRun()) && Double.isFinite(m.getValue()))
                .forEach(m -> values.put(m.getUpdate(), m.getValue()));
        return values;
    }

    private static List<Series> curve(Results results, Gap gap) {
        List<String> names = runs(results, gap).stream().map(ExperimentRun::getRun).toList();
        Map<Double, Double> values = new TreeMap<>();
        for (Measurement m : results.of(VALUE, THETA)) {
            if (names.contains(m.getRun()) && Double.isFinite(m.getValue())) {
                values.put(Double.parseDouble(m.getStratum()), m.getValue());
            }
        }
        List<Series.Point> points = new ArrayList<>();
        values.forEach((theta, value) -> points.add(point(theta, value)));
        Palette.Style style = results.palette().of(Palette.CLOSED_FORM);
        return points.isEmpty() ? List.of() : List.of(new Series(style, "v0(θ)", points));
    }

    private static Element figure(Gap gap, List<Series> curve, List<Path> paths) {
        List<Series> lines = new ArrayList<>(curve);
        List<Series> notes = new ArrayList<>();
        Palette.Style paper = new Palette.Style("paper", "the paper", Palette.SLOTS - 1);
        notes.add(new Series(paper, "the paper’s end", List.of(point(gap.theta, gap.value))));
        for (Path path : paths.stream().limit(MOST_PATHS).toList()) {
            lines.add(new Series(path.style(), "", thin(path)));
            notes.add(new Series(path.style(), "end", List.of(path.end())));
            notes.add(new Series(path.style(), "start", List.of(path.start())));
        }
        Table numbers =
                new Table(
                        gap.title,
                        "Run",
                        "θ at the start",
                        "θ at the end",
                        "v0 at the end",
                        "The paper’s end (θ, v0)",
                        "Best of the curve");
        double best =
                curve.stream()
                        .flatMap(s -> s.points().stream())
                        .mapToDouble(p -> p.y().mean())
                        .max()
                        .orElse(Double.NaN);
        for (Path path : paths) {
            numbers.row(
                    path.run(),
                    Digits.of(path.start().x()),
                    Digits.of(path.end().x()),
                    Digits.of(path.end().y().mean()),
                    "%s, %s".formatted(gap.theta, gap.value),
                    Digits.of(best));
        }
        LinePlot plot = new LinePlot("θ, probability to leave s0", "v0(θ)", lines).notes(notes);
        String caption =
                paths.stream()
                        .min(Comparator.comparing(Path::run))
                        .map(
                                p ->
                                        "Ascent of %s ends at θ = %s, v0 = %s; the paper’s at θ = %s, v0 = %s; the curve’s highest value is %s."
                                                .formatted(
                                                        p.run(),
                                                        Digits.of(p.end().x()),
                                                        Digits.of(p.end().y().mean()),
                                                        gap.theta,
                                                        gap.value,
                                                        Digits.of(best)))
                        .orElse("No ascent was recorded.");
        return Figure.of(gap.title, caption, plot.draw(gap.title + ". " + caption), numbers);
    }

    /** So few points that each has a mark, the first and the last among them. */
    private static List<Series.Point> thin(Path path) {
        int size = path.points().size();
        int each = Math.max(1, size / STEPS);
        List<Series.Point> thin = new ArrayList<>();
        for (int i = 0; i < size - 1; i += each) {
            thin.add(path.points().get(i));
        }
        thin.add(path.end());
        return thin;
    }

    private static Series.Point point(double x, double y) {
        return new Series.Point(x, new Spread(y, y, y, 1));
    }
}
