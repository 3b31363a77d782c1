package org.retain.jobs.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What all plots draw with. Plots are about as wide as a phone in their own units, so that their
 * text stays readable there, and scale up to the column they stand in.
 */
final class Drawing {

    /** Of all plots. */
    static final double WIDTH = 440;

    /** About the width of a character of an axis's marks. */
    static final double CHARACTER = 6.4;

    private Drawing() {}

    /** A drawing; the text is what a reader hears who cannot see it. */
    static Element svg(double height, String text) {
        return Element.of("svg")
                .with("viewBox", "0 0 %s %s".formatted(place(WIDTH), place(height)))
                .with("role", "img")
                .with("aria-label", text);
    }

    /** A tenth of a unit is finer than any screen shows. */
    static String place(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Nothing can be drawn at " + value);
        }
        String text =
                BigDecimal.valueOf(value)
                        .setScale(1, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString();
        return text.equals("-0") ? "0" : text;
    }

    static Element text(double x, double y, String anchor, Object text) {
        return Element.of("text", text)
                .with("x", place(x))
                .with("y", place(y))
                .with("text-anchor", anchor);
    }

    static Element line(String cssClass, double x1, double y1, double x2, double y2) {
        return Element.of("path")
                .with("class", cssClass)
                .with("d", "M%s %sL%s %s".formatted(place(x1), place(y1), place(x2), place(y2)));
    }

    static Element box(String cssClass, double x, double y, double width, double height) {
        return Element.of("rect")
                .with("class", cssClass)
                .with("x", place(x))
                .with("y", place(y))
                .with("width", place(Math.max(0, width)))
                .with("height", place(Math.max(0, height)));
    }

    /** What a browser shows when the pointer rests on the element. */
    static Element hover(Element element, String text) {
        return element.add(Element.of("title", text));
    }

    /** Marks and title of an axis along the bottom, with a grid line up from each mark. */
    static Element bottomAxis(Scale x, int about, double top, double bottom, String title) {
        Element axis = Element.of("g").with("class", "axis");
        Scale.Ticks ticks = x.ticks(about);
        for (double tick : ticks.values()) {
            axis.add(line("grid", x.at(tick), top, x.at(tick), bottom));
            axis.add(text(x.at(tick), bottom + 16, "middle", Digits.tick(tick, ticks.step())));
        }
        axis.add(line("base", x.start(), bottom, x.end(), bottom));
        return axis.add(
                text((x.start() + x.end()) / 2, bottom + 34, "middle", title)
                        .with("class", "title"));
    }

    /** Marks of an axis along the left side; its title stands above, where it can be read. */
    static Element leftAxis(Scale y, int about, double left, double right, String title) {
        Element axis = Element.of("g").with("class", "axis");
        Scale.Ticks ticks = y.ticks(about);
        for (double tick : ticks.values()) {
            axis.add(line("grid", left, y.at(tick), right, y.at(tick)));
            axis.add(text(left - 6, y.at(tick) + 4, "end", Digits.tick(tick, ticks.step())));
        }
        return axis.add(text(2, 13, "start", title).with("class", "title"));
    }

    /** Room that the marks of such an axis take. */
    static double roomFor(Scale y, int about) {
        Scale.Ticks ticks = y.ticks(about);
        int longest =
                ticks.values().stream()
                        .mapToInt(tick -> Digits.tick(tick, ticks.step()).length())
                        .max()
                        .orElse(1);
        return 12 + CHARACTER * longest;
    }
}
