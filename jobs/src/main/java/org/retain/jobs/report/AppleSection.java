package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;

/**
 * AppleRetrieval: what fine-tuning on the whole task leaves of phase 2, by how far the apple lies
 * (M) and by how large the observation is (c) (Wołczyk et al., 2024, appendix A.2).
 */
final class AppleSection {

    static final String DISTANCE = "distance";
    static final String SCALE = "scale";
    static final List<String> SHARES = List.of("phase_2_success", "success", "reaches_phase_2");
    static final String TRANSFER = "forward_transfer";

    private static final int MOST_PANELS = 8;

    private final Results results;
    private final Sweep sweep;

    private AppleSection(Results results) {
        this.results = results;
        sweep = new Sweep(results.runs());
    }

    static Section of(Results results) {
        AppleSection apple = new AppleSection(results);
        List<Element> content = new ArrayList<>();
        apple.addSweep(content, SCALE, DISTANCE, "c, size of the observation", "M");
        apple.addSweep(content, DISTANCE, SCALE, "M, distance of the apple", "c");
        apple.addCourses(content);
        apple.addTransfer(content);
        content.addAll(InterferenceFigures.of(results, apple.sweep));
        return new Section("apple", "AppleRetrieval", "phase_2_success, success", content);
    }

    /** What is left at the end against one parameter, the other held. */
    private void addSweep(
            List<Element> content, String varied, String held, String axis, String heldName) {
        double anchor = sweep.anchor(held, varied);
        if (sweep.values(varied).size() < 2) {
            return;
        }
        List<Element> figures = new ArrayList<>();
        for (String measure : SHARES) {
            Finals finals = Finals.of(results, measure);
            MeasureName name = MeasureName.of(measure);
            // All settings for the main measure; for the others one says enough.
            for (double at :
                    measure.equals(SHARES.get(0)) ? heldValues(held, varied) : List.of(anchor)) {
                List<Series> series =
                        finals.isEmpty() ? List.of() : finalSeries(finals, name, varied, held, at);
                if (!series.isEmpty()) {
                    LinePlot plot = new LinePlot(axis, name.axis(), series).showing(0, 1);
                    String title =
                            "%s, %s = %s".formatted(name.title(), heldName, Digits.given(at));
                    figures.add(Figure.lines(title, "", plot, axis, series));
                }
            }
        }
        add(content, "At the end of fine-tuning by " + axis, Spread.CAPTION, figures);
    }

    /** The values at which the other parameter was varied. */
    private List<Double> heldValues(String held, String varied) {
        return sweep.values(held).stream()
                .filter(at -> sweep.valuesAt(held, at, varied) > 1)
                .limit(MOST_PANELS)
                .toList();
    }

    private List<Series> finalSeries(
            Finals finals, MeasureName name, String varied, String held, double anchor) {
        List<Series> series = new ArrayList<>();
        for (Palette.Style style : results.palette().styles()) {
            List<Series.Point> points = new ArrayList<>();
            for (double value : sweep.values(varied)) {
                Spread spread =
                        finals.spread(sweep.runs(style.method(), held, anchor, varied, value));
                if (spread.runs() > 0) {
                    points.add(new Series.Point(value, spread.within(name.least(), name.most())));
                }
            }
            if (!points.isEmpty()) {
                series.add(new Series(style, style.label(), points));
            }
        }
        return series;
    }

    /** Success over updates, where it is the hardest and where it is easier. */
    private void addCourses(List<Element> content) {
        List<Element> figures = new ArrayList<>();
        for (String measure : SHARES.subList(0, 2)) {
            for (double[] setting : settings()) {
                Curves curves = new Curves(inSetting(measure, setting));
                if (curves.isCourse()) {
                    MeasureName name = MeasureName.of(measure);
                    List<Series> series = curves.byMethod(results, 0, 1);
                    LinePlot plot = new LinePlot(curves.axis(), name.axis(), series).showing(0, 1);
                    String title =
                            "%s, M = %s, c = %s"
                                    .formatted(
                                            name.title(),
                                            Digits.given(setting[0]),
                                            Digits.given(setting[1]));
                    figures.add(Figure.lines(title, "", plot, curves.axis(), series));
                }
            }
        }
        add(content, "Over training", Spread.CAPTION, figures);
    }

    /** How much sooner a pre-trained policy does the whole task than one from scratch. */
    private void addTransfer(List<Element> content) {
        Finals finals = Finals.of(results, TRANSFER);
        MeasureName name = MeasureName.of(TRANSFER);
        List<Element> figures = new ArrayList<>();
        for (double distance : finals.isEmpty() ? List.<Double>of() : sweep.values(DISTANCE)) {
            List<Series> series = finalSeries(finals, name, SCALE, DISTANCE, distance);
            if (!series.isEmpty()) {
                LinePlot plot =
                        new LinePlot("c, size of the observation", name.axis(), series)
                                .showing(0, 1);
                String title = "%s, M = %s".formatted(name.title(), Digits.given(distance));
                figures.add(Figure.lines(title, "", plot, "c", series));
            }
        }
        add(
                content,
                "Forward transfer",
                "(AUC − AUC of scratch) / (1 − AUC of scratch), where AUC is the mean success over all"
                        + " updates: 1 is success from the start, 0 no gain from pre-training, less"
                        + " than 0 harm.",
                figures);
    }

    private static void add(
            List<Element> content, String title, String note, List<Element> figures) {
        if (!figures.isEmpty()) {
            content.add(Element.of("h3", title));
            content.add(Element.of("p", note).with("class", "note"));
            content.add(Figure.grid(figures));
        }
    }

    private List<double[]> settings() {
        double distance = sweep.anchor(DISTANCE, SCALE);
        List<Double> scales = sweep.values(SCALE);
        List<Double> distances = sweep.values(DISTANCE);
        List<double[]> settings = new ArrayList<>();
        if (scales.isEmpty() || distances.isEmpty()) {
            return settings;
        }
        settings.add(new double[] {distance, scales.get(0)});
        settings.add(new double[] {distance, scales.get(scales.size() / 2)});
        settings.add(new double[] {distance, scales.get(scales.size() - 1)});
        settings.add(new double[] {distances.get(0), scales.get(0)});
        List<double[]> distinct = new ArrayList<>();
        for (double[] setting : settings) {
            if (distinct.stream().noneMatch(d -> d[0] == setting[0] && d[1] == setting[1])) {
                distinct.add(setting);
            }
        }
        return distinct;
    }

    private List<Measurement> inSetting(String measure, double[] setting) {
        Set<String> runs =
                results.runs().stream()
                        .filter(
                                run ->
                                        sweep.of(run, DISTANCE) == setting[0]
                                                && sweep.of(run, SCALE) == setting[1])
                        .map(ExperimentRun::getRun)
                        .collect(Collectors.toSet());
        return results.of(measure).stream().filter(m -> runs.contains(m.getRun())).toList();
    }
}
