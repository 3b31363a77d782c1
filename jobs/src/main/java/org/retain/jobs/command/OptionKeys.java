package org.retain.jobs.command;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;

/**
 * Tells a misspelt key of ours from a key of somebody else. Flink hands a program arguments that
 * were meant for its entry point, and a file may hold Flink settings, so not every unknown key is
 * an error.
 */
final class OptionKeys {

    private final Set<String> known = new TreeSet<>();
    private final Set<String> maps = new TreeSet<>();

    OptionKeys(Collection<ConfigOption<?>> options) {
        for (ConfigOption<?> option : options) {
            known.add(option.key());
            if (OptionType.of(option).element() == Map.class) {
                maps.add(option.key() + ".");
            }
        }
    }

    boolean contains(String key) {
        return known.contains(key);
    }

    /** Whether the key is one entry of an option that is a map, which Flink reads both ways. */
    boolean isEntry(String key) {
        return maps.stream().anyMatch(map -> key.startsWith(map) && key.length() > map.length());
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
        if (contains(key) || isEntry(key)) {
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
