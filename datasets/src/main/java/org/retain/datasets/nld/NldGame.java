package org.retain.datasets.nld;

import java.nio.file.Path;
import java.util.Map;

/**
 * One recorded game and what its xlogfile line says about it.
 *
 * @param root the data set's directory
 * @param name path of the recording relative to the root, with {@code /} between names: the
 *     episode's id
 * @param bytes length of the recording on disk
 * @param log fields of the game's xlogfile line, empty where the game was cut off without one
 */
public record NldGame(Path root, String name, long bytes, Map<String, String> log) {

    /** Stands for a fact that the log does not tell. */
    public static final String UNKNOWN = "unknown";

    public NldGame {
        log = Map.copyOf(log);
    }

    /** The recording. */
    public Path file() {
        return root.resolve(name);
    }

    /** Whether the game has an xlogfile line; without one, all facts below are unknown. */
    public boolean finished() {
        return !log.isEmpty();
    }

    /** How the game ended. */
    public GameEnd end() {
        return finished() ? GameEnd.of(log.getOrDefault("death", "")) : GameEnd.UNKNOWN;
    }

    /** Three letters as NetHack writes them, e.g. {@code Mon}. */
    public String role() {
        return log.getOrDefault("role", UNKNOWN);
    }

    /** Three letters as NetHack writes them, e.g. {@code Hum}. */
    public String race() {
        return log.getOrDefault("race", UNKNOWN);
    }

    /** Alignment at the start of the game, e.g. {@code Neu}; it may change in play. */
    public String alignment() {
        return log.getOrDefault("align0", log.getOrDefault("align", UNKNOWN));
    }

    /** Gender at the start of the game, e.g. {@code Mal}; it may change in play. */
    public String gender() {
        return log.getOrDefault("gender0", log.getOrDefault("gender", UNKNOWN));
    }
}
