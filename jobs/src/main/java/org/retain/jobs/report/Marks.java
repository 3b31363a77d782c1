package org.retain.jobs.report;

/** The marks of points, by the slot of their colour. */
final class Marks {

    private Marks() {}

    /** A circle, square, triangle, diamond or inverted triangle of about this radius. */
    static Element of(int slot, double x, double y, double r) {
        double[][] corners =
                switch (slot % 5) {
                    case 0 -> new double[0][];
                    case 1 -> new double[][] {{-.85, -.85}, {.85, -.85}, {.85, .85}, {-.85, .85}};
                    case 2 -> new double[][] {{0, -1.15}, {1.1, .85}, {-1.1, .85}};
                    case 3 -> new double[][] {{0, -1.2}, {1.2, 0}, {0, 1.2}, {-1.2, 0}};
                    default -> new double[][] {{0, 1.15}, {1.1, -.85}, {-1.1, -.85}};
                };
        if (corners.length == 0) {
            return Element.of("circle")
                    .with("class", "mark")
                    .with("cx", Drawing.place(x))
                    .with("cy", Drawing.place(y))
                    .with("r", Drawing.place(r * 0.95));
        }
        StringBuilder path = new StringBuilder();
        for (double[] corner : corners) {
            path.append(path.isEmpty() ? "M" : "L")
                    .append(Drawing.place(x + r * corner[0]))
                    .append(' ')
                    .append(Drawing.place(y + r * corner[1]));
        }
        return Element.of("path").with("class", "mark").with("d", path.append('z'));
    }
}
