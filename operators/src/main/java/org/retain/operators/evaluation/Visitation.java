package org.retain.operators.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.episode.Visit;

/**
 * How far episodes get: the share that reaches place k or beyond, and in how much time.
 *
 * <p>Counted is the furthest place of an episode, wherever it ends. Unknown places, -1, count for
 * nothing.
 *
 * @param episodes number of episodes
 * @param rows one for each place from the lowest that any episode saw to the furthest
 * @param binWidth turns (steps where an environment has no turns) in a bin of the histogram
 */
public record Visitation(int episodes, List<Row> rows, long binWidth) {

    private static final int BINS = 10;

    /**
     * One place.
     *
     * @param place its number
     * @param share of the episodes that reached this place or one beyond, 0 to 1
     * @param turns of the episodes whose furthest place is this one, how many had [i * binWidth, (i
     *     + 1) * binWidth) turns at the end
     */
    public record Row(int place, double share, List<Integer> turns) {

        /** Copies the list. */
        public Row {
            turns = List.copyOf(turns);
        }
    }

    /** Copies the list. */
    public Visitation {
        rows = List.copyOf(rows);
    }

    /** Counts the episodes. */
    public static Visitation of(List<Episode> episodes) {
        long longest = episodes.stream().mapToLong(Visitation::turns).max().orElse(0);
        long width = binWidth(longest);
        int bins = (int) (longest / width) + 1;
        int lowest =
                episodes.stream()
                        .flatMap(episode -> episode.getVisits().stream())
                        .mapToInt(Visit::getPlace)
                        .filter(place -> place >= 0)
                        .min()
                        .orElse(0);
        int furthest = episodes.stream().mapToInt(Visitation::furthest).max().orElse(-1);
        List<Row> rows = new ArrayList<>();
        for (int place = lowest; place <= furthest; place++) {
            Integer[] turns = new Integer[bins];
            Arrays.fill(turns, 0);
            long reached = 0;
            for (Episode episode : episodes) {
                int end = furthest(episode);
                if (end >= place) {
                    reached++;
                }
                if (end == place) {
                    turns[(int) (turns(episode) / width)]++;
                }
            }
            rows.add(new Row(place, (double) reached / episodes.size(), List.of(turns)));
        }
        return new Visitation(episodes.size(), rows, width);
    }

    /** The furthest place of an episode; -1 when it saw none that is known. */
    static int furthest(Episode episode) {
        return episode.getVisits().stream().mapToInt(Visit::getPlace).max().orElse(-1);
    }

    private static long turns(Episode episode) {
        Double turns = episode.getMeasures().get(Measures.TURNS);
        return turns == null ? episode.getSteps() : Math.max(0, Math.round(turns));
    }

    /** A round number, 1, 2 or 5 times a power of ten, that gives at most {@value #BINS} bins. */
    private static long binWidth(long longest) {
        for (long power = 1; ; power *= 10) {
            for (long digit : new long[] {1, 2, 5}) {
                if (longest / (digit * power) < BINS) {
                    return digit * power;
                }
            }
        }
    }
}
