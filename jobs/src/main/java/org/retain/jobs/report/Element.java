package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of HTML or of SVG within it. Texts and the values of attributes may hold anything:
 * they are escaped, so that nothing that was measured can become markup. What is rendered is
 * well-formed as XML too.
 */
final class Element {

    private static final Set<String> VOID = Set.of("br", "col", "hr", "meta");
    private static final Set<String> BREAKS_LINE =
            Set.of(
                    "section", "figure", "table", "tr", "svg", "g", "p", "details", "h2", "h3",
                    "h4", "li");
    private static final char REPLACEMENT = '\uFFFD';

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> content = new ArrayList<>();

    private Element(String name) {
        this.name = name;
    }

    /** A new element with these elements and texts, in order. */
    static Element of(String name, Object... content) {
        return new Element(name).add(content);
    }

    /** Sets an attribute. */
    Element with(String attribute, Object value) {
        attributes.put(attribute, String.valueOf(value));
        return this;
    }

    /** Adds elements; anything else becomes text. */
    Element add(Object... more) {
        for (Object one : more) {
            content.add(one instanceof Element ? one : String.valueOf(one));
        }
        return this;
    }

    /** Adds all of a list, as {@link #add(Object...)}. */
    Element addAll(List<?> more) {
        return add(more.toArray());
    }

    boolean isEmpty() {
        return content.isEmpty();
    }

    /** All texts in it, without markup. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Object one : content) {
            text.append(one instanceof Element element ? element.text() : one);
        }
        return text.toString();
    }

    String render() {
        StringBuilder out = new StringBuilder();
        render(out);
        return out.toString();
    }

    private void render(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach(
                (key, value) ->
                        out.append(' ')
                                .append(key)
                                .append("=\"")
                                .append(escape(value).replace("\"", "&quot;"))
                                .append('"'));
        if (VOID.contains(name)) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (Object one : content) {
            if (one instanceof Element element) {
                element.render(out);
            } else {
                out.append(escape((String) one));
            }
        }
        out.append("</").append(name).append('>');
        if (BREAKS_LINE.contains(name)) {
            out.append('\n');
        }
    }

    /** Quotes stay, since style sheets hold them; those of attributes are escaped above. */
    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '&' -> out.append("&amp;");
                                case '<' -> out.append("&lt;");
                                case '>' -> out.append("&gt;");
                                default -> out.appendCodePoint(isXml(c) ? c : REPLACEMENT);
                            }
                        });
        return out.toString();
    }

    /** The characters that XML 1.0 can hold at all. */
    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }
}
