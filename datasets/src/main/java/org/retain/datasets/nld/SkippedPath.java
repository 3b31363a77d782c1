package org.retain.datasets.nld;

/**
 * A file or directory that could not be used, and why.
 *
 * @param path relative to the data set's root, with {@code /} between names
 * @param reason a sentence for the user: what was found and what to do
 */
public record SkippedPath(String path, String reason) {}
