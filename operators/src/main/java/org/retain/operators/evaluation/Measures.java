package org.retain.operators.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.retain.datasets.episode.Episode;

/**
 * The figures of episodes: those of the paper (Wołczyk et al., 2024, table 4 and figure 14) first
 * and in its order, then any others by name.
 */
public final class Measures {

    static final String SCORE = "score";
    static final String TURNS = "turns";
    static final String STEPS = "steps";
    private static final List<String> PAPER =
            List.of(
                    SCORE,
                    TURNS,
                    STEPS,
                    "depth",
                    "experience-level",
                    "eating",
                    "gold",
                    "scout",
                    "sokoban",
                    "staircase");

    private Measures() {}

    /** Mean of each figure over the episodes that have it. */
    public static Map<String, Double> means(List<Episode> episodes) {
        TreeSet<String> others = new TreeSet<>();
        episodes.forEach(episode -> others.addAll(episode.getMeasures().keySet()));
        Map<String, Double> means = new LinkedHashMap<>();
        for (String name : PAPER) {
            if (name.equals(STEPS) || others.remove(name)) {
                means.put(name, mean(episodes, name));
            }
        }
        others.remove(STEPS);
        others.forEach(name -> means.put(name, mean(episodes, name)));
        return Collections.unmodifiableMap(means);
    }

    /** Whether every episode has this figure. */
    static boolean inAll(List<Episode> episodes, String name) {
        return episodes.stream().allMatch(episode -> episode.getMeasures().containsKey(name));
    }

    private static double mean(List<Episode> episodes, String name) {
        return episodes.stream()
                .filter(e -> name.equals(STEPS) || e.getMeasures().containsKey(name))
                .mapToDouble(e -> name.equals(STEPS) ? e.getSteps() : e.getMeasures().get(name))
                .average()
                .orElse(Double.NaN);
    }
}
