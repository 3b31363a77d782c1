package org.retain.jobs.command;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells a misspelt key of ours from a key of somebody else. Flink hands a program arguments that
 * were meant for its entry point, and a file may hold Flink settings, so not every unknown key is
 * an error.
 */
final class OptionKeys {

    private final Set<String> known;

    OptionKeys(Collection<String> known) {
        this.known = new TreeSet<>(known);
    }

    boolean contains(String key) {
        return known.contains(key);
    }

    /** The key that was probably meant. */
    Optional<String> nearest(String key) {
        return NearestName.of(key, known);
    }

    /**
     * The key that was meant, when the given one is ours for sure: it is a slip of the finger away
     * from a known key or shares the dotted prefix of one.
     */
    Optional<String> misspelt(String key) {
        if (contains(key)) {
            return Optional.empty();
        }
        Set<String> siblings = new TreeSet<>(known);
        siblings.removeIf(name -> !prefix(name).equals(prefix(key)) || prefix(key).isEmpty());
        return NearestName.nearest(key, siblings)
                .or(
                        () ->
                                NearestName.nearest(key, known)
                                        .filter(name -> NearestName.isSlip(key, name)));
    }

    /** {@code memory.} of {@code memory.capacity}; empty without a dot. */
    private static String prefix(String key) {
        return key.substring(0, key.indexOf('.') + 1);
    }
}
