package org.retain.jobs.report;

import java.util.List;
import java.util.stream.DoubleStream;

/** A number for each method with its interval, and the numbers of its seeds as small dots. */
record IntervalPlot(String title, List<Row> rows) {

    private static final double ROW = 34;
    private static final double TOP = 8;
    private static final int TICKS = 5;

    /**
     * A method.
     *
     * @param style its colour and name
     * @param value with its interval
     * @param seeds one number per seed
     */
    record Row(Palette.Style style, Spread value, List<Double> seeds) {

        /** Copies the list. */
        Row {
            seeds = List.copyOf(seeds);
        }

        private DoubleStream numbers() {
            return DoubleStream.concat(
                    DoubleStream.of(value.low(), value.high(), value.mean()),
                    seeds.stream().mapToDouble(Double::doubleValue));
        }
    }

    /** Leaves out rows without a number. */
    IntervalPlot {
        rows = rows.stream().filter(row -> Double.isFinite(row.value().mean())).toList();
    }

    Element draw(String text) {
        double bottom = TOP + ROW * rows.size();
        int longest = rows.stream().mapToInt(r -> r.style().label().length()).max().orElse(0);
        double left = 14 + 7.2 * longest;
        DoubleStream numbers =
                DoubleStream.concat(
                        DoubleStream.of(0), rows.stream().flatMapToDouble(Row::numbers));
        Scale x = Scale.covering(numbers, left, Drawing.WIDTH - 22).rounded(TICKS);
        Element svg = Drawing.svg(bottom + 44, text);
        svg.add(Drawing.bottomAxis(x, TICKS, TOP, bottom, title));
        for (int i = 0; i < rows.size(); i++) {
            svg.add(row(rows.get(i), x, TOP + ROW * (i + 0.5), left));
        }
        return svg;
    }

    private static Element row(Row row, Scale x, double y, double left) {
        Element group = Element.of("g").with("class", row.style().cssClass());
        group.add(Drawing.text(left - 8, y + 4, "end", row.style().label()).with("class", "name"));
        for (double seed : row.seeds()) {
            if (Double.isFinite(seed)) {
                Element dot =
                        Element.of("circle")
                                .with("class", "seed")
                                .with("cx", Drawing.place(x.at(seed)))
                                .with("cy", Drawing.place(y + 9))
                                .with("r", 2.6);
                group.add(Drawing.hover(dot, "one seed: " + Digits.of(seed)));
            }
        }
        Spread value = row.value();
        group.add(Drawing.line("interval", x.at(value.low()), y, x.at(value.high()), y));
        Element mark = Marks.of(row.style().slot(), x.at(value.mean()), y, 5);
        return group.add(
                Drawing.hover(
                        mark,
                        row.style().label()
                                + ": "
                                + Digits.with(value.mean(), value.low(), value.high())));
    }
}
