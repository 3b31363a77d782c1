package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** A plot with its title, what it says, and the numbers behind it. */
final class Figure {

    private static final int COLUMNS = 6;

    private Figure() {}

    /** A plot with a table of its numbers. */
    static Element of(String title, String caption, Element svg, Table numbers) {
        Element figure = Element.of("figure", Element.of("h4", title), svg);
        if (!caption.isEmpty()) {
            figure.add(Element.of("figcaption", caption));
        }
        return numbers.isEmpty() ? figure : figure.add(numbers.folded());
    }

    /** Lines with the table of their points. */
    static Element lines(
            String title, String caption, LinePlot plot, String x, List<Series> series) {
        String text = title + ". " + summary(series);
        return of(title, caption, plot.draw(text), numbers(title, x, series));
    }

    /** Figures side by side where there is room. */
    static Element grid(List<Element> figures) {
        return Element.of("div").with("class", "figures").addAll(figures);
    }

    /** The points of all lines: a row for each place of the axis, a column for each line. */
    static Table numbers(String name, String x, List<Series> series) {
        List<String> heads = new ArrayList<>(List.of(x));
        series.forEach(s -> heads.add(s.label()));
        Table table = new Table(name, heads);
        double[] places =
                series.stream()
                        .flatMap(s -> s.points().stream())
                        .mapToDouble(Series.Point::x)
                        .distinct()
                        .sorted()
                        .toArray();
        for (double place : places) {
            List<String> cells = new ArrayList<>(List.of(place(place)));
            series.forEach(s -> cells.add(cell(s, place)));
            table.row(cells);
        }
        return table;
    }

    /** The last number of each line, for those who cannot see the plot. */
    private static String summary(List<Series> series) {
        StringBuilder text = new StringBuilder("Last values:");
        series.stream()
                .filter(s -> !s.points().isEmpty())
                .limit(COLUMNS)
                .forEach(
                        s ->
                                text.append(' ')
                                        .append(s.label())
                                        .append(' ')
                                        .append(Digits.of(s.last().y().mean()))
                                        .append(';'));
        return text.toString();
    }

    private static String place(double x) {
        return x == Math.rint(x) ? Digits.count((long) x) : Digits.given(x);
    }

    private static String cell(Series series, double x) {
        return series.points().stream()
                .filter(p -> p.x() == x)
                .findFirst()
                .map(p -> cell(p.y()))
                .orElse("");
    }

    static String cell(Spread spread) {
        return spread.runs() < 2
                ? Digits.of(spread.mean())
                : Digits.with(spread.mean(), spread.low(), spread.high());
    }
}
