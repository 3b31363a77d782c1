package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.experiment.ExperimentRun;

/**
 * How far learning phase 1 moves phase 2 in AppleRetrieval. Where pre-training starts from zero,
 * raising phase 1's logit by Δ moves that of phase 2 by Δ (1 − c²) / (1 + c²).
 */
final class InterferenceFigures {

    static final String MEASURED = "interference_measured";
    static final String FORMULA = "interference_formula";
    static final String BIAS = "bias_to_weight";
    private static final String AXIS = "c, size of the observation";
    private static final int STEPS = 60;

    private InterferenceFigures() {}

    static List<Element> of(Results results, Sweep sweep) {
        List<Element> figures = new ArrayList<>();
        List<Series> measured = byScale(results, sweep, MEASURED);
        if (!measured.isEmpty() && sweep.values(AppleSection.SCALE).size() > 1) {
            figures.add(interference(measured, sweep, deviation(results)));
        }
        List<Series> bias = byScale(results, sweep, BIAS);
        if (!bias.isEmpty() && sweep.values(AppleSection.SCALE).size() > 1) {
            LinePlot plot = new LinePlot(AXIS, "|b| / |w|", bias).showing(0);
            figures.add(
                    Figure.lines(
                            "|b| / |w| by c",
                            "The larger, the more the policy leans on what both phases share.",
                            plot,
                            AXIS,
                            bias));
        }
        List<Element> content = new ArrayList<>();
        if (!figures.isEmpty()) {
            content.add(Element.of("h3", "Interference"));
            content.add(Figure.grid(figures));
        }
        return content;
    }

    /**
     * The largest difference between measured and formula of a run; not a number: none has both.
     */
    static double deviation(Results results) {
        Finals measured = Finals.of(results, MEASURED);
        Finals formula = Finals.of(results, FORMULA);
        return results.runs().stream()
                .mapToDouble(run -> Math.abs(measured.of(run) - formula.of(run)))
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    private static Element interference(List<Series> measured, Sweep sweep, double deviation) {
        List<Double> scales = sweep.values(AppleSection.SCALE);
        double low = scales.get(0);
        double high = scales.get(scales.size() - 1);
        List<Series.Point> curve = new ArrayList<>();
        for (int i = 0; i <= STEPS; i++) {
            double c = low + (high - low) * i / STEPS;
            double y = (1 - c * c) / (1 + c * c);
            curve.add(new Series.Point(c, new Spread(y, y, y, 1)));
        }
        Palette.Style style = new Palette(List.of()).of(Palette.CLOSED_FORM);
        List<Series> formula = List.of(new Series(style, "formula", curve));
        LinePlot plot =
                new LinePlot(AXIS, "share of Δ that phase 2 moves", formula).points(measured);
        String caption =
                "Line: (1 − c²) / (1 + c²). Marks: measured, mean over seeds. Largest difference of a run: %s."
                        .formatted(Digits.of(deviation));
        String title = "Interference, measured and by the formula";
        return Figure.of(
                title,
                caption,
                plot.draw(title + ". " + caption),
                Figure.numbers(title, "c", measured));
    }

    private static List<Series> byScale(Results results, Sweep sweep, String measure) {
        Finals finals = Finals.of(results, measure);
        List<Series> series = new ArrayList<>();
        for (Palette.Style style : results.palette().styles()) {
            List<Series.Point> points = new ArrayList<>();
            for (double c : sweep.values(AppleSection.SCALE)) {
                List<ExperimentRun> runs =
                        results.runs().stream()
                                .filter(r -> r.getMethod().equals(style.method()))
                                .filter(r -> sweep.of(r, AppleSection.SCALE) == c)
                                .toList();
                Spread spread = finals.spread(runs);
                if (spread.runs() > 0) {
                    points.add(new Series.Point(c, spread));
                }
            }
            if (!points.isEmpty()) {
                series.add(new Series(style, style.label(), points));
            }
        }
        return series;
    }
}
