package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column names the rows; wide ones scroll within their box. */
final class Table {

    private final String name;
    private final List<String> heads;
    private final List<List<Object>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param name what it shows, for readers who cannot see it
     */
    Table(String name, String... heads) {
        this(name, List.of(heads));
    }

    Table(String name, List<String> heads) {
        this.name = name;
        this.heads = List.copyOf(heads);
    }

    /** Adds a row of texts and elements. */
    Table row(Object... cells) {
        return row(List.of(cells));
    }

    Table row(List<?> cells) {
        if (cells.size() != heads.size()) {
            throw new IllegalArgumentException(
                    "A row of '%s' has %d cells, expected %d: %s"
                            .formatted(name, cells.size(), heads.size(), cells));
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Element draw() {
        Element head = Element.of("tr");
        heads.forEach(text -> head.add(Element.of("th", text).with("scope", "col")));
        Element body = Element.of("tbody");
        for (List<Object> cells : rows) {
            Element row = Element.of("tr");
            for (int column = 0; column < cells.size(); column++) {
                row.add(
                        column == 0
                                ? Element.of("th", cells.get(column)).with("scope", "row")
                                : Element.of("td", cells.get(column)));
            }
            body.add(row);
        }
        Element table = Element.of("table", Element.of("thead", head), body);
        return Element.of("div", table)
                .with("class", "scroll")
                .with("role", "region")
                .with("aria-label", name)
                .with("tabindex", 0);
    }

    /** The same within a box that a reader opens. */
    Element folded() {
        return Element.of("details", Element.of("summary", "Numbers"), draw());
    }
}
