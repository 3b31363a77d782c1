package org.retain.jobs.command;

/**
 * Shows how far a command is: a bar on a terminal, a plain line every few seconds otherwise. Always
 * on standard error. Thread-safe.
 *
 * <pre>{@code
 * try (Progress progress = context.progress("Decoding", "games", games.size())) {
 *     games.forEach(game -> { decode(game); progress.step(1); });
 * }
 * }</pre>
 */
public interface Progress extends AutoCloseable {

    /** The total when nobody knows it. */
    long UNKNOWN = -1;

    /** So many more are done. */
    void step(long count);

    /** So many are done in all. */
    void moveTo(long count);

    /** Shows the last state and ends. */
    @Override
    void close();
}
