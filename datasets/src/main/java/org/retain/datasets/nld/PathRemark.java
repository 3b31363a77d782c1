package org.retain.datasets.nld;

import java.util.Comparator;

/**
 * Something to tell the user about a file or directory.
 *
 * @param path relative to the data set's root, with {@code /} between names
 * @param reason one sentence: what was found
 */
public record PathRemark(String path, String reason) {

    static final Comparator<PathRemark> ORDER =
            Comparator.comparing(PathRemark::path).thenComparing(PathRemark::reason);
}
