package org.retain.jobs.report;

import java.util.List;

/**
 * What one line of a plot shows.
 *
 * @param style its colour and mark
 * @param label its name at the end of the line
 * @param points in ascending order of x
 */
record Series(Palette.Style style, String label, List<Point> points) {

    /** Copies the list. */
    Series {
        points = List.copyOf(points);
    }

    /**
     * A number over runs at a place of the axis.
     *
     * @param x place
     * @param y the number
     */
    record Point(double x, Spread y) {

        boolean isFinite() {
            return Double.isFinite(x) && Double.isFinite(y.mean());
        }
    }

    Point last() {
        return points.get(points.size() - 1);
    }
}
