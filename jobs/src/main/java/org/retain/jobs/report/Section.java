package org.retain.jobs.report;

import java.util.List;

/**
 * A part of the page.
 *
 * @param id its anchor
 * @param title its heading
 * @param needs what its figures are made of, for the line that says they are left out
 * @param content what it shows; empty: there was no such data
 */
record Section(String id, String title, String needs, List<Element> content) {

    /** Copies the list. */
    Section {
        content = List.copyOf(content);
    }

    boolean isEmpty() {
        return content.isEmpty();
    }

    Element draw() {
        Element heading = Element.of("h2", title).with("id", id + "-title");
        return Element.of("section", heading)
                .with("id", id)
                .with("aria-labelledby", id + "-title")
                .addAll(content);
    }

    /** The line in the section's stead. */
    Element absence() {
        return Element.of("li", Element.of("b", title), ": left out, the results hold no " + needs);
    }
}
