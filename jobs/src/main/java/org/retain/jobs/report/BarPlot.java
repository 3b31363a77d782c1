package org.retain.jobs.report;

import java.util.List;
import java.util.stream.DoubleStream;

/** Shares of 0 to 1 as bars that lie, in groups: what each method has of each category. */
record BarPlot(String title, List<Group> groups) {

    private static final double BAR = 13;
    private static final double HEAD = 20;
    private static final double GAP = 8;
    private static final double END = Drawing.WIDTH - 96;
    private static final int TICKS = 4;

    /**
     * A category.
     *
     * @param name its name
     * @param bars one for each method
     */
    record Group(String name, List<Bar> bars) {

        /** Copies the list. */
        Group {
            bars = List.copyOf(bars);
        }

        private double height() {
            return HEAD + BAR * bars.size() + GAP;
        }
    }

    /**
     * What a method has of a category.
     *
     * @param style its colour and name
     * @param share 0 to 1
     */
    record Bar(Palette.Style style, double share) {}

    /** Copies the list. */
    BarPlot {
        groups = List.copyOf(groups);
    }

    Element draw(String text) {
        double bottom = 4 + groups.stream().mapToDouble(Group::height).sum();
        DoubleStream shares =
                groups.stream().flatMap(g -> g.bars().stream()).mapToDouble(Bar::share);
        Scale x =
                Scale.covering(DoubleStream.concat(DoubleStream.of(0, 0.1), shares), 14, END)
                        .rounded(TICKS);
        Element svg = Drawing.svg(bottom + 42, text);
        Element axis = Element.of("g").with("class", "axis");
        for (double tick : x.ticks(TICKS).values()) {
            axis.add(Drawing.line("grid", x.at(tick), 4, x.at(tick), bottom));
            axis.add(
                    Drawing.text(x.at(tick), bottom + 16, "middle", Math.round(100 * tick) + " %"));
        }
        double middle = (x.start() + x.end()) / 2;
        axis.add(Drawing.text(middle, bottom + 34, "middle", title).with("class", "title"));
        svg.add(axis);
        double y = 4;
        for (Group group : groups) {
            svg.add(draw(group, x, y));
            y += group.height();
        }
        return svg;
    }

    private static Element draw(Group group, Scale x, double top) {
        Element drawn = Element.of("g");
        drawn.add(Drawing.text(x.start(), top + 14, "start", group.name()).with("class", "name"));
        double y = top + HEAD;
        for (Bar bar : group.bars()) {
            boolean known = Double.isFinite(bar.share());
            double end = x.at(known ? Math.max(0, bar.share()) : 0);
            Element box = Drawing.box("bar", x.start(), y + 1, end - x.start(), BAR - 2);
            String label = bar.style().label() + " " + Digits.percent(bar.share());
            Element one = Element.of("g", Drawing.hover(box, group.name() + ": " + label));
            one.add(Drawing.text(end + 4, y + BAR - 3, "start", label).with("class", "small"));
            drawn.add(one.with("class", bar.style().cssClass()));
            y += BAR;
        }
        return drawn;
    }
}
