package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The names that stand within a plot of lines. */
final class PointLabels {

    private static final double GAP = 14;

    private PointLabels() {}

    /**
     * A mark with its name; names of neighbours stand above and below, so that marks may coincide.
     */
    static Element note(Series of, Scale x, Scale y, boolean above) {
        Element group = Element.of("g").with("class", "note " + of.style().cssClass());
        for (Series.Point p : of.points()) {
            double px = x.at(p.x());
            double py = y.at(p.y().mean());
            boolean onRight = px > (x.start() + x.end()) / 2;
            group.add(Marks.of(of.style().slot(), px, py, 5));
            group.add(
                    Drawing.text(
                            px + (onRight ? -9 : 9),
                            py + (above ? -7 : 16),
                            onRight ? "end" : "start",
                            of.label()));
        }
        return group;
    }

    /** Names to the right of where lines end, moved apart where they would cover each other. */
    static Element ends(List<Series> series, Scale x, Scale y) {
        List<Series> byHeight = new ArrayList<>(series);
        byHeight.removeIf(s -> s.label().isEmpty());
        byHeight.sort(Comparator.comparingDouble(s -> y.at(s.last().y().mean())));
        double[] places =
                Apart.places(
                        byHeight.stream().mapToDouble(s -> y.at(s.last().y().mean())).toArray(),
                        GAP,
                        y.end() - 6,
                        y.start() + 4);
        Element labels = Element.of("g").with("class", "labels");
        for (int i = 0; i < places.length; i++) {
            Series of = byHeight.get(i);
            double end = of.points().size() == 1 ? x.end() : x.at(of.last().x());
            double at = y.at(of.last().y().mean());
            Element label = Element.of("g").with("class", of.style().cssClass());
            label.add(Drawing.line("leader", end + 2, at, x.end() + 8, places[i]));
            label.add(Drawing.text(x.end() + 11, places[i] + 4, "start", of.label()));
            labels.add(label);
        }
        return labels;
    }
}
