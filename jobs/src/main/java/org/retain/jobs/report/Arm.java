package org.retain.jobs.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.episode.Visit;
import org.retain.operators.evaluation.Bootstrap;
import org.retain.operators.evaluation.Interval;
import org.retain.operators.evaluation.Statistic;

/** The evaluated episodes of a method. Not for several threads. */
final class Arm {

    private static final long BOOTSTRAP_SEED = 1;
    private static final String SCORE = "score";
    private static final String TURNS = "turns";
    private static final String MAX_DEPTH = "max-depth";

    private final Palette.Style style;
    private final List<List<Episode>> seeds;

    /** Thousands of resamples are drawn for each, and several parts of the page ask. */
    private final Map<Statistic, Spread> scores = new EnumMap<>(Statistic.class);

    private Arm(Palette.Style style, List<List<Episode>> seeds) {
        this.style = style;
        this.seeds = List.copyOf(seeds);
    }

    /** Its colour and name. */
    Palette.Style style() {
        return style;
    }

    /** The episodes of each run. */
    List<List<Episode>> seeds() {
        return seeds;
    }

    /** All methods that have episodes. */
    static List<Arm> of(Results results) {
        return results.played().stream()
                .map(style -> new Arm(style, results.episodesOf(style.method())))
                .toList();
    }

    List<Episode> episodes() {
        return seeds.stream().flatMap(List::stream).toList();
    }

    /** The game's score, else the sum of rewards. */
    static double score(Episode episode) {
        return episode.getMeasures().getOrDefault(SCORE, episode.getRewardSum());
    }

    /** Turns at the end; not a number where they were not counted. */
    static double turns(Episode episode) {
        return episode.getMeasures().getOrDefault(TURNS, Double.NaN);
    }

    /** The deepest place that was seen; not a number where none is known. */
    static double furthest(Episode episode) {
        int visited = episode.getVisits().stream().mapToInt(Visit::getPlace).max().orElse(-1);
        return visited >= 0 ? visited : episode.getMeasures().getOrDefault(MAX_DEPTH, Double.NaN);
    }

    double[] scores() {
        return episodes().stream().mapToDouble(Arm::score).toArray();
    }

    /** A statistic of all scores with its 95 % interval, seeds as strata. */
    Spread score(Statistic statistic) {
        return scores.computeIfAbsent(statistic, this::resampled);
    }

    private Spread resampled(Statistic statistic) {
        List<double[]> strata =
                seeds.stream().map(s -> s.stream().mapToDouble(Arm::score).toArray()).toList();
        Interval interval = Bootstrap.interval(strata, statistic, BOOTSTRAP_SEED);
        return new Spread(statistic.of(scores()), interval.low(), interval.high(), seeds.size());
    }

    /** A statistic of the scores of each seed. */
    List<Double> perSeed(Statistic statistic) {
        return seeds.stream()
                .map(s -> statistic.of(s.stream().mapToDouble(Arm::score).toArray()))
                .toList();
    }

    /** Mean over the episodes that have the figure. */
    double mean(ToDoubleFunction<Episode> figure) {
        return episodes().stream()
                .mapToDouble(figure)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    double mean(String measure) {
        return mean(e -> e.getMeasures().getOrDefault(measure, Double.NaN));
    }

    /** All scores over all of something. */
    double scorePer(ToDoubleFunction<Episode> figure) {
        double sum = episodes().stream().mapToDouble(figure).sum();
        return episodes().stream().mapToDouble(Arm::score).sum() / sum;
    }

    /** The share of episodes for which this holds. */
    double share(Predicate<Episode> wanted) {
        List<Episode> all = episodes();
        return (double) all.stream().filter(wanted).count() / all.size();
    }
}
