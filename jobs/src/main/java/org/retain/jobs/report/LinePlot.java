package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Lines over an axis with the bands of their intervals, named where they end. */
final class LinePlot {

    private static final double HEIGHT = 280;
    private static final double TOP = 28;
    private static final double BOTTOM = HEIGHT - 44;
    private static final int X_TICKS = 5;
    private static final int Y_TICKS = 5;
    private static final int MOST_MARKS = 16;

    private final String xTitle;
    private final String yTitle;
    private final List<Series> series;
    private final List<Series> notes = new ArrayList<>();
    private final List<Double> shown = new ArrayList<>();
    private final List<Series> points = new ArrayList<>();

    /** Points that are not finite are left out, and series without points. */
    LinePlot(String xTitle, String yTitle, List<Series> series) {
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.series = drawable(series);
    }

    /** Numbers that the vertical axis must show. */
    LinePlot showing(double... values) {
        DoubleStream.of(values).forEach(shown::add);
        return this;
    }

    /** Points without a line, each with its name beside it. */
    LinePlot notes(List<Series> named) {
        notes.addAll(drawable(named));
        return this;
    }

    /** Points without a line or a name. */
    LinePlot points(List<Series> unnamed) {
        points.addAll(drawable(unnamed));
        return this;
    }

    /** The drawing; text is what a reader hears who cannot see it. */
    Element draw(String text) {
        Scale y = yScale();
        double left = Drawing.roomFor(y, Y_TICKS);
        double right = Drawing.WIDTH - labelRoom();
        DoubleStream xs =
                all().stream().flatMap(s -> s.points().stream()).mapToDouble(Series.Point::x);
        Scale x = Scale.covering(xs, left, right);
        Element svg = Drawing.svg(HEIGHT, text);
        svg.add(Drawing.leftAxis(y, Y_TICKS, left, right, yTitle));
        svg.add(Drawing.bottomAxis(x, X_TICKS, TOP, BOTTOM, xTitle));
        series.forEach(s -> svg.add(band(s, x, y)));
        series.forEach(s -> svg.add(line(s, x, y)));
        points.forEach(s -> svg.add(marks(s, x, y, 3.2)));
        for (int i = 0; i < notes.size(); i++) {
            svg.add(PointLabels.note(notes.get(i), x, y, i % 2 == 0));
        }
        return svg.add(PointLabels.ends(series, x, y));
    }

    private Scale yScale() {
        DoubleStream values =
                all().stream()
                        .flatMap(s -> s.points().stream())
                        .flatMapToDouble(
                                p -> DoubleStream.of(p.y().mean(), p.y().low(), p.y().high()));
        DoubleStream forced = shown.stream().mapToDouble(Double::doubleValue);
        return Scale.covering(DoubleStream.concat(values, forced), BOTTOM, TOP).rounded(Y_TICKS);
    }

    private List<Series> all() {
        List<Series> all = new ArrayList<>(series);
        all.addAll(points);
        all.addAll(notes);
        return all;
    }

    private double labelRoom() {
        int longest = series.stream().mapToInt(s -> s.label().length()).max().orElse(0);
        return longest == 0 ? 14 : 18 + 7.2 * longest;
    }

    private Element band(Series of, Scale x, Scale y) {
        if (of.points().size() < 2) {
            return Element.of("g");
        }
        StringBuilder path = new StringBuilder();
        for (Series.Point p : of.points()) {
            append(path, x.at(p.x()), y.at(p.y().high()));
        }
        for (int i = of.points().size() - 1; i >= 0; i--) {
            append(path, x.at(of.points().get(i).x()), y.at(of.points().get(i).y().low()));
        }
        Element band = Element.of("path").with("class", "band").with("d", path.append('z'));
        return Element.of("g", band).with("class", of.style().cssClass());
    }

    private Element line(Series of, Scale x, Scale y) {
        Element group = Element.of("g").with("class", of.style().cssClass());
        if (of.points().size() == 1) {
            double at = y.at(of.last().y().mean());
            Element level = Drawing.line("line level", x.start(), at, x.end(), at);
            return group.add(Drawing.hover(level, hover(of, of.last())));
        }
        StringBuilder path = new StringBuilder();
        of.points().forEach(p -> append(path, x.at(p.x()), y.at(p.y().mean())));
        group.add(Element.of("path").with("class", "line").with("d", path));
        return group.add(marks(of, x, y, of.points().size() <= MOST_MARKS ? 3.2 : 0));
    }

    /** Marks with the places that the pointer finds; of size 0, the places alone. */
    private Element marks(Series of, Scale x, Scale y, double size) {
        Element group = Element.of("g").with("class", of.style().cssClass());
        for (Series.Point p : of.points()) {
            double px = x.at(p.x());
            double py = y.at(p.y().mean());
            if (size > 0) {
                group.add(Marks.of(of.style().slot(), px, py, size));
            }
            Element area =
                    Element.of("circle")
                            .with("class", "area")
                            .with("cx", Drawing.place(px))
                            .with("cy", Drawing.place(py))
                            .with("r", 6);
            group.add(Drawing.hover(area, hover(of, p)));
        }
        return group;
    }

    private String hover(Series of, Series.Point p) {
        String seeds = p.y().runs() == 1 ? "1 seed" : p.y().runs() + " seeds";
        return "%s, %s %s: %s (%s)"
                .formatted(
                        of.label(),
                        xTitle,
                        Digits.of(p.x()),
                        Digits.with(p.y().mean(), p.y().low(), p.y().high()),
                        seeds);
    }

    private static List<Series> drawable(List<Series> series) {
        return series.stream()
                .map(
                        s ->
                                new Series(
                                        s.style(),
                                        s.label(),
                                        s.points().stream()
                                                .filter(Series.Point::isFinite)
                                                .toList()))
                .filter(s -> !s.points().isEmpty())
                .toList();
    }

    private static void append(StringBuilder path, double x, double y) {
        path.append(path.isEmpty() ? 'M' : 'L')
                .append(Drawing.place(x))
                .append(' ')
                .append(Drawing.place(y));
    }
}
