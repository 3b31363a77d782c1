package org.retain.jobs.report;

import java.util.Arrays;
import java.util.List;

/** How the numbers of each method are spread: one row of bars for each, over one axis. */
record Histogram(String title, List<Row> rows) {

    private static final double ROW = 62;
    private static final double TOP = 6;
    private static final int BINS = 24;
    private static final int TICKS = 5;

    /**
     * A method.
     *
     * @param style its colour and name
     * @param values one for each episode
     */
    record Row(Palette.Style style, double[] values) {}

    /** Leaves out methods without values. */
    Histogram {
        rows = rows.stream().filter(row -> row.values().length > 0).toList();
    }

    Element draw(String text) {
        double bottom = TOP + ROW * rows.size();
        Scale x =
                Scale.covering(
                                rows.stream().flatMapToDouble(r -> Arrays.stream(r.values())),
                                12,
                                Drawing.WIDTH - 22)
                        .rounded(TICKS);
        double[][] shares =
                rows.stream().map(row -> shares(row.values(), x)).toArray(double[][]::new);
        double most = Arrays.stream(shares).flatMapToDouble(Arrays::stream).max().orElse(1);
        Element svg = Drawing.svg(bottom + 44, text);
        svg.add(Drawing.bottomAxis(x, TICKS, TOP, bottom, title));
        for (int i = 0; i < shares.length; i++) {
            svg.add(row(rows.get(i).style(), shares[i], most, x, TOP + ROW * (i + 1)));
        }
        return svg;
    }

    private static Element row(
            Palette.Style style, double[] shares, double most, Scale x, double base) {
        Element row = Element.of("g").with("class", style.cssClass());
        double width = (x.end() - x.start()) / BINS;
        for (int bin = 0; bin < BINS; bin++) {
            double height = shares[bin] / most * (ROW - 20);
            if (height > 0) {
                Element bar =
                        Drawing.box(
                                "bar", x.start() + bin * width, base - height, width - 1, height);
                row.add(Drawing.hover(bar, Digits.percent(shares[bin]) + " of episodes"));
            }
        }
        row.add(Drawing.line("base", x.start(), base, x.end(), base));
        return row.add(
                Drawing.text(x.end(), base - ROW + 18, "end", style.label()).with("class", "name"));
    }

    private static double[] shares(double[] values, Scale x) {
        double[] shares = new double[BINS];
        for (double value : values) {
            int bin = (int) ((value - x.low()) / (x.high() - x.low()) * BINS);
            shares[Math.max(0, Math.min(BINS - 1, bin))] += 1.0 / values.length;
        }
        return shares;
    }
}
