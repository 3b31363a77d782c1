package org.retain.datasets.nld;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which games of a data set to use, by the character they were played with.
 *
 * <p>Values are NetHack's three letters, e.g. {@code Mon}, {@code Hum}, {@code Neu}, {@code Mal};
 * upper and lower case mean the same. An empty set lets every game pass.
 */
public final class NldFilter {

    /** Lets every game pass. */
    public static final NldFilter ALL = new NldFilter(Set.of(), Set.of(), Set.of(), Set.of());

    private static final Set<String> ROLES =
            Set.of(
                    "arc", "bar", "cav", "hea", "kni", "mon", "pri", "ran", "rog", "sam", "tou",
                    "val", "wiz");
    private static final Set<String> RACES = Set.of("hum", "elf", "dwa", "gno", "orc");
    private static final Set<String> ALIGNMENTS = Set.of("law", "neu", "cha");
    private static final Set<String> GENDERS = Set.of("mal", "fem");

    private final Map<Function<NldGame, String>, Set<String>> wanted = new LinkedHashMap<>();
    private final String description;

    /**
     * A filter of these values.
     *
     * @throws IllegalArgumentException when NetHack has no such role, race, alignment or gender
     */
    public NldFilter(
            Set<String> roles, Set<String> races, Set<String> alignments, Set<String> genders) {
        StringBuilder text = new StringBuilder();
        add("role", roles, ROLES, NldGame::role, text);
        add("race", races, RACES, NldGame::race, text);
        add("alignment", alignments, ALIGNMENTS, NldGame::alignment, text);
        add("gender", genders, GENDERS, NldGame::gender, text);
        description = text.toString().strip();
    }

    /** Whether every game passes. */
    public boolean passesAll() {
        return wanted.isEmpty();
    }

    /** Whether the game's character is wanted. A fact that the log does not tell never matches. */
    public boolean passes(NldGame game) {
        return wanted.entrySet().stream()
                .allMatch(entry -> entry.getValue().contains(lower(entry.getKey().apply(game))));
    }

    /** What is wanted, e.g. {@code role=mon race=hum,orc}; empty where every game passes. */
    @Override
    public String toString() {
        return description;
    }

    private void add(
            String fact,
            Set<String> values,
            Set<String> known,
            Function<NldGame, String> getter,
            StringBuilder text) {
        Set<String> lower = new TreeSet<>();
        for (String value : values) {
            if (!known.contains(lower(value))) {
                throw new IllegalArgumentException(
                        "Unknown %s '%s'; NetHack has %s"
                                .formatted(fact, value, String.join(", ", new TreeSet<>(known))));
            }
            lower.add(lower(value));
        }
        if (!lower.isEmpty()) {
            wanted.put(getter, lower);
            text.append(' ').append(fact).append('=').append(String.join(",", lower));
        }
    }

    private static String lower(String value) {
        return value.toLowerCase(Locale.ROOT);
    }
}
