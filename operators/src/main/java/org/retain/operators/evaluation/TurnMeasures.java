package org.retain.operators.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.episode.Episode;

/**
 * What episodes did close to the game's start and far from it, by turns: before turn 1000, until
 * turn 2000, and after it. Needs the figures {@code score} and {@code turns}, and {@code
 * score-1000} and {@code score-2000} of the episodes that got so far; without them there are no
 * measures.
 *
 * <ul>
 *   <li>{@code reached}: share of the episodes that got there;
 *   <li>{@code survival}: share of those that got there that left it alive, i.e. got to the next
 *       part; of the last part there is none;
 *   <li>{@code return}: mean score gathered there by those that got there.
 * </ul>
 *
 * @param measure name
 * @param stratum part of the game
 * @param value the number
 * @param episodes over how many it was taken
 */
record TurnMeasures(String measure, Stratum stratum, double value, int episodes) {

    private static final List<Stratum> PARTS = List.of(Stratum.EARLY, Stratum.MIDDLE, Stratum.LATE);

    /** Figures with the score when each part began; that of the first is 0. */
    private static final List<String> STARTS = List.of("", "score-1000", "score-2000");

    /** Measures the episodes, at least one. */
    static List<TurnMeasures> of(List<Episode> episodes) {
        List<TurnMeasures> measures = new ArrayList<>();
        if (!Measures.inAll(episodes, Measures.SCORE)
                || !Measures.inAll(episodes, Measures.TURNS)
                || episodes.stream().anyMatch(TurnMeasures::lacksScores)) {
            return measures;
        }
        for (int part = 0; part < PARTS.size(); part++) {
            int index = part;
            List<Episode> there = episodes.stream().filter(e -> reached(e, index)).toList();
            Stratum stratum = PARTS.get(part);
            measures.add(
                    new TurnMeasures(
                            "reached",
                            stratum,
                            (double) there.size() / episodes.size(),
                            episodes.size()));
            if (there.isEmpty()) {
                continue;
            }
            if (part + 1 < PARTS.size()) {
                long left = there.stream().filter(e -> reached(e, index + 1)).count();
                measures.add(
                        new TurnMeasures(
                                "survival", stratum, (double) left / there.size(), there.size()));
            }
            double sum = there.stream().mapToDouble(e -> end(e, index) - start(e, index)).sum();
            measures.add(new TurnMeasures("return", stratum, sum / there.size(), there.size()));
        }
        return measures;
    }

    /** True for a row of an evaluation that did not keep the scores on the way. */
    private static boolean lacksScores(Episode episode) {
        double turns = episode.getMeasures().get(Measures.TURNS);
        return turns >= Stratum.EARLY_END && !reached(episode, 1)
                || turns >= Stratum.LATE_START && !reached(episode, 2);
    }

    private static boolean reached(Episode episode, int part) {
        return part == 0 || episode.getMeasures().containsKey(STARTS.get(part));
    }

    private static double start(Episode episode, int part) {
        return part == 0 ? 0 : episode.getMeasures().get(STARTS.get(part));
    }

    private static double end(Episode episode, int part) {
        return part + 1 < PARTS.size() && reached(episode, part + 1)
                ? start(episode, part + 1)
                : episode.getMeasures().get(Measures.SCORE);
    }
}
