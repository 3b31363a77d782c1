package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which colour and which mark a method has, the same in all plots. The colours are those of Okabe
 * and Ito (2008), told apart by colour-blind readers, darkened or lightened for contrast on white
 * and on black; marks tell series apart in print.
 */
final class Palette {

    /** A method as it is drawn: its name for readers and the class that gives its colour. */
    record Style(String method, String label, int slot) {

        String cssClass() {
            return "c" + slot;
        }
    }

    /** What is computed rather than played. */
    static final String CLOSED_FORM = "closed-form";

    /** Colours there are; the style sheet defines as many. */
    static final int SLOTS = 10;

    private static final Map<String, String> KNOWN = known();

    private final Map<String, Style> styles = new LinkedHashMap<>();

    /** For these methods: known ones have fixed colours, others take what is left by name. */
    Palette(Collection<String> methods) {
        List<String> order = new ArrayList<>(KNOWN.keySet());
        TreeSet<String> others = new TreeSet<>(methods);
        order.stream()
                .filter(methods::contains)
                .forEach(m -> styles.put(m, new Style(m, KNOWN.get(m), order.indexOf(m))));
        order.forEach(others::remove);
        int next = KNOWN.size();
        for (String method : others) {
            styles.put(method, new Style(method, label(method), next));
            next = next + 1 == SLOTS ? 0 : next + 1;
        }
    }

    /** The methods in the order of legends and tables. */
    Collection<Style> styles() {
        return Collections.unmodifiableCollection(styles.values());
    }

    Style of(String method) {
        Style style = styles.get(method);
        if (style != null) {
            return style;
        }
        int known = List.copyOf(KNOWN.keySet()).indexOf(method);
        return known < 0
                ? new Style(method, label(method), SLOTS - 1)
                : new Style(method, KNOWN.get(method), known);
    }

    /** The line above all plots that says which colour is what. */
    Element legend() {
        Element legend = Element.of("ul").with("class", "legend").with("aria-label", "Methods");
        for (Style style : styles()) {
            Element mark =
                    Element.of("svg").with("viewBox", "-11 -7 22 14").with("aria-hidden", true);
            mark.with("class", style.cssClass());
            mark.add(Element.of("path").with("class", "line").with("d", "M-11 0H11"));
            mark.add(Marks.of(style.slot(), 0, 0, 4));
            legend.add(Element.of("li", mark, style.label()));
        }
        return legend;
    }

    private static String label(String method) {
        return method.isEmpty() ? "all" : method;
    }

    private static Map<String, String> known() {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("teacher", "Teacher");
        known.put("vanilla", "Vanilla");
        known.put("ks", "KS");
        known.put("bc", "BC");
        known.put("ewc", "EWC");
        known.put("em", "EM");
        known.put("scratch", "Scratch");
        known.put(CLOSED_FORM, "Closed form");
        return Collections.unmodifiableMap(known);
    }
}
