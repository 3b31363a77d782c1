package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.retain.datasets.experiment.Measurement;
import org.retain.operators.evaluation.Stratum;

/** How far the policies move from the teacher on recorded frames that nobody trained on. */
final class ForgettingSection {

    static final List<String> MEASURES =
            List.of("kl_to_teacher", "cross_entropy", "accuracy", "log_probability");

    private static final List<String> KINDS = List.of(Stratum.DEPTH, Stratum.TURNS);

    private ForgettingSection() {}

    static Section of(Results results) {
        List<Element> content = new ArrayList<>();
        Table ends = ends(results);
        if (!ends.isEmpty()) {
            content.add(Element.of("h3", "At the end of training"));
            content.add(
                    Element.of(
                            "p",
                            "Mean over seeds with its 95\u00a0% interval (of two seeds: the two values). "
                                    + Spread.CAPTION));
            content.add(ends.draw());
        }
        for (String measure : MEASURES) {
            List<Element> figures = figures(results, measure);
            if (!figures.isEmpty()) {
                content.add(Element.of("h3", MeasureName.of(measure).title() + " over training"));
                content.add(Figure.grid(figures));
            }
        }
        return new Section(
                "forgetting",
                "Forgetting on held-out expert frames",
                String.join(", ", MEASURES),
                content);
    }

    private static List<Element> figures(Results results, String measure) {
        MeasureName name = MeasureName.of(measure);
        double[] common = reach(results, measure);
        List<Element> figures = new ArrayList<>();
        add(figures, results, name, "All frames", results.of(measure), common);
        for (String kind : KINDS) {
            List<Measurement> all = results.of(measure, kind);
            for (String stratum : Strata.in(all)) {
                add(
                        figures,
                        results,
                        name,
                        Strata.title(kind, stratum),
                        all.stream().filter(m -> m.getStratum().equals(stratum)).toList(),
                        common);
            }
        }
        return figures;
    }

    private static void add(
            List<Element> figures,
            Results results,
            MeasureName name,
            String title,
            List<Measurement> measurements,
            double[] common) {
        Curves curves = new Curves(measurements);
        if (curves.isEmpty()) {
            return;
        }
        List<Series> series = curves.byMethod(results, name.least(), name.most());
        LinePlot plot = new LinePlot(curves.axis(), name.axis(), series).showing(common);
        figures.add(Figure.lines(title, "", plot, curves.axis(), series));
    }

    /** What all panels of a measure show, so that they can be compared. */
    private static double[] reach(Results results, String measure) {
        MeasureName name = MeasureName.of(measure);
        List<Double> ends = new ArrayList<>();
        for (Set<String> kinds :
                List.of(Set.of(""), Set.of(Stratum.DEPTH), Set.of(Stratum.TURNS))) {
            String kind = kinds.iterator().next();
            List<Measurement> all = results.of(measure, kind);
            for (String stratum : Strata.in(all)) {
                new Curves(all.stream().filter(m -> m.getStratum().equals(stratum)).toList())
                        .byMethod(results, name.least(), name.most()).stream()
                                .flatMap(s -> s.points().stream())
                                .forEach(
                                        p -> {
                                            ends.add(p.y().low());
                                            ends.add(p.y().high());
                                        });
            }
        }
        if (name.least() == 0) {
            ends.add(0.0);
        }
        return ends.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A row for each measure and stratum, a column for each method that was probed. */
    private static Table ends(Results results) {
        Map<String, Finals> rows = new LinkedHashMap<>();
        for (String measure : MEASURES) {
            String title = MeasureName.of(measure).axis();
            rows.put(title, Finals.of(results, measure));
            for (String kind : KINDS) {
                for (String stratum : Strata.in(results.of(measure, kind))) {
                    rows.put(
                            title + ", " + Strata.title(kind, stratum),
                            Finals.of(results, measure, kind, stratum));
                }
            }
        }
        rows.values().removeIf(Finals::isEmpty);
        List<Palette.Style> styles =
                results.palette().styles().stream()
                        .filter(
                                style ->
                                        rows.values().stream()
                                                .anyMatch(f -> f.spread(style.method()).runs() > 0))
                        .toList();
        List<String> heads = new ArrayList<>(List.of("Measure"));
        styles.forEach(style -> heads.add(style.label()));
        Table table = new Table("At the end of training", heads);
        rows.forEach(
                (title, finals) -> {
                    List<String> cells = new ArrayList<>(List.of(title));
                    styles.forEach(style -> cells.add(Figure.cell(finals.spread(style.method()))));
                    table.row(cells);
                });
        return table;
    }
}
