package org.retain.jobs.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
final class NearestName {

    private NearestName() {}

    /** The nearest name, if it is near enough to be worth naming to a person. */
    static Optional<String> of(String typed, Collection<String> names) {
        return nearest(typed, names).filter(name -> near(typed, name));
    }

    /** The nearest name, however far. */
    static Optional<String> nearest(String typed, Collection<String> names) {
        return names.stream()
                .min(
                        Comparator.<String>comparingInt(name -> score(typed, name))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** Whether the typed word is so near that only a slip of the finger explains it. */
    static boolean isSlip(String typed, String name) {
        return distance(typed, name) <= Math.min(2, name.length() / 4);
    }

    private static boolean near(String typed, String name) {
        return score(typed, name) <= Math.max(2, typed.length() / 3) || name.startsWith(typed);
    }

    /** {@code lanes} is as good as {@code feed.lanes}, so a lone word is held against the end. */
    private static int score(String typed, String name) {
        int whole = distance(typed, name);
        int dot = name.lastIndexOf('.');
        if (dot < 0 || typed.contains(".")) {
            return whole;
        }
        return Math.min(whole, distance(typed, name.substring(dot + 1)));
    }

    /** Insertions, deletions, substitutions and swaps of neighbours that turn one into another. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
