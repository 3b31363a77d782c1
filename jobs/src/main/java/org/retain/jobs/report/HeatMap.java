package org.retain.jobs.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Shares over two axes as shades of a method's colour: the darker, the more.
 *
 * @param style the method
 * @param bottom title of the axis along the bottom
 * @param binWidth how much of that axis a column takes, from 0
 * @param rows names of the rows from the top
 * @param shares by row and column, 0 to 1
 * @param most the share of the darkest shade
 */
record HeatMap(
        Palette.Style style,
        String bottom,
        double binWidth,
        List<String> rows,
        double[][] shares,
        double most) {

    private static final double ROW = 24;
    private static final double TOP = 26;
    private static final int TICKS = 5;

    Element draw(String text) {
        int columns = Arrays.stream(shares).mapToInt(row -> row.length).max().orElse(1);
        double left = 10 + 6.8 * rows.stream().mapToInt(String::length).max().orElse(1);
        double end = TOP + ROW * rows.size();
        Scale x = new Scale(0, columns * binWidth, left, Drawing.WIDTH - 18);
        Element svg = Drawing.svg(end + 44, text).with("class", style.cssClass());
        svg.add(Drawing.bottomAxis(x, TICKS, TOP, end, bottom));
        svg.add(Drawing.text(left, 16, "start", style.label()).with("class", "name"));
        for (int row = 0; row < rows.size(); row++) {
            double y = TOP + ROW * row;
            svg.add(Drawing.text(left - 6, y + ROW / 2 + 4, "end", rows.get(row)));
            for (int column = 0; column < shares[row].length; column++) {
                if (shares[row][column] > 0) {
                    double width = x.at((column + 1) * binWidth) - x.at(column * binWidth);
                    svg.add(cell(row, column, x.at(column * binWidth), y, width));
                }
            }
        }
        return svg;
    }

    private Element cell(int row, int column, double x, double y, double width) {
        double share = shares[row][column];
        // The root keeps rare cells visible beside one that holds nearly everything.
        double shade = Math.sqrt(Math.min(1, share / most));
        Element cell = Drawing.box("cell", x + 0.5, y + 0.5, width - 1, ROW - 1);
        cell.with("fill-opacity", String.format(Locale.ROOT, "%.2f", Math.max(0.08, shade)));
        return Drawing.hover(
                cell,
                "%s, %s %s to %s: %s of episodes"
                        .formatted(
                                rows.get(row),
                                bottom,
                                Digits.of(column * binWidth),
                                Digits.of((column + 1) * binWidth),
                                Digits.percent(share)));
    }
}
