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
 * @param unit what time is counted in: {@code turns} where every episode has that figure, else
 *     {@code steps}
 * @param binWidth turns or steps in a bin of the histogram
 */
public record Visitation(int episodes, List<Row> rows, String unit, long binWidth) {

    private static final int BINS = 10;

    /**
     * One place.
     *
     * @param place its number
     * @param share of the episodes that reached this place or one beyond, 0 to 1
     * @param lengths of the episodes whose furthest place is this one, how many had [i * binWidth,
     *     (i + 1) * binWidth) turns or steps at the end
     */
    public record Row(int place, double share, List<Integer> lengths) {

        /** Copies the list. */
        public Row {
            lengths = List.copyOf(lengths);
        }
    }

    /** Copies the list. */
    public Visitation {
        rows = List.copyOf(rows);
    }

    /** Counts the episodes. */
    public static Visitation of(List<Episode> episodes) {
        boolean turns = Measures.inAll(episodes, Measures.TURNS);
        long[] lengths = episodes.stream().mapToLong(e -> length(e, turns)).toArray();
        int[] ends = episodes.stream().mapToInt(Visitation::furthest).toArray();
        long longest = Arrays.stream(lengths).max().orElse(0);
        long width = binWidth(longest);
        int bins = (int) (longest / width) + 1;
        List<Row> rows = new ArrayList<>();
        for (int place = lowest(episodes); place <= Arrays.stream(ends).max().orElse(-1); place++) {
            Integer[] counts = new Integer[bins];
            Arrays.fill(counts, 0);
            long reached = 0;
            for (int episode = 0; episode < ends.length; episode++) {
                reached += ends[episode] >= place ? 1 : 0;
                if (ends[episode] == place) {
                    counts[(int) (lengths[episode] / width)]++;
                }
            }
            rows.add(new Row(place, (double) reached / ends.length, List.of(counts)));
        }
        return new Visitation(
                episodes.size(), rows, turns ? Measures.TURNS : Measures.STEPS, width);
    }

    private static int lowest(List<Episode> episodes) {
        return episodes.stream()
                .flatMap(episode -> episode.getVisits().stream())
                .mapToInt(Visit::getPlace)
                .filter(place -> place >= 0)
                .min()
                .orElse(0);
    }

    /** The furthest place of an episode; -1 when it saw none that is known. */
    private static int furthest(Episode episode) {
        return episode.getVisits().stream().mapToInt(Visit::getPlace).max().orElse(-1);
    }

    private static long length(Episode episode, boolean turns) {
        return turns
                ? Math.max(0, Math.round(episode.getMeasures().get(Measures.TURNS)))
                : episode.getSteps();
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
