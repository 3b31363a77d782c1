package org.retain.operators.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.experiment.Measurement;

/**
 * Measurements of one run's evaluated episodes:
 *
 * <ul>
 *   <li>{@code score_mean}, {@code score_median}, {@code score_iqm} with the ends of its 95 %
 *       bootstrap interval over episodes, {@code score_iqm_low} and {@code score_iqm_high}; the
 *       score is the figure of that name, else the sum of rewards;
 *   <li>{@code score_per_turn}, {@code score_per_1000_steps}: quotients of sums;
 *   <li>{@code ending}: share of the episodes by how they ended; {@code key_share}: share of the
 *       keys by kind, where episodes count them;
 *   <li>by {@code level}: {@code level_share}, the share that reached it or one beyond; {@code
 *       return_from_level}, the mean return from its first step on, of those that got there;
 *   <li>by {@code level-turns}, such as {@code 2 / 1000}: {@code visitation}, the share of the
 *       episodes whose furthest level is that and whose turns at the end are in the bin from there;
 *   <li>by {@code turns}: see {@link TurnMeasures}.
 * </ul>
 */
public final class EpisodeMeasures {

    private static final String LEVEL = "level";
    private static final String KEYS = "keys-";

    private final String run;
    private final long update;
    private final long frames;
    private final List<Measurement> measurements = new ArrayList<>();

    private EpisodeMeasures(String run, long update, long frames) {
        this.run = run;
        this.update = update;
        this.frames = frames;
    }

    /**
     * Measures episodes, whose order does not matter.
     *
     * @param run name of the run
     * @param update applied updates of the weights that played
     * @param frames steps that these had been trained on
     * @throws IllegalArgumentException when there are none
     */
    public static List<Measurement> of(
            String run, long update, long frames, List<Episode> anyOrder) {
        // Sums of floating-point numbers depend on their order in the last digits.
        List<Episode> episodes =
                anyOrder.stream().sorted(Comparator.comparing(Episode::getNumber)).toList();
        EvaluationReport report = EvaluationReport.of(episodes);
        EpisodeMeasures measures = new EpisodeMeasures(run, update, frames);
        measures.scores(report);
        measures.rates(episodes, report);
        measures.endings(report);
        measures.keys(report);
        measures.levels(report);
        measures.visitation(report.visitation());
        TurnMeasures.of(episodes)
                .forEach(
                        m ->
                                measures.add(
                                        m.measure(),
                                        Stratum.TURNS,
                                        m.stratum().text(),
                                        m.value(),
                                        m.episodes()));
        return List.copyOf(measures.measurements);
    }

    private void scores(EvaluationReport report) {
        int count = report.episodes();
        add("score_mean", "", "", report.mean(), count);
        add("score_median", "", "", report.median(), count);
        add("score_iqm", "", "", report.interquartileMean(), count);
        add("score_iqm_low", "", "", report.interval().low(), count);
        add("score_iqm_high", "", "", report.interval().high(), count);
    }

    private void rates(List<Episode> episodes, EvaluationReport report) {
        Double turns = report.measures().get(Measures.TURNS);
        if (turns != null && turns > 0 && Measures.inAll(episodes, Measures.TURNS)) {
            add("score_per_turn", "", "", report.mean() / turns, report.episodes());
        }
        double steps = report.measures().get(Measures.STEPS);
        if (steps > 0) {
            add("score_per_1000_steps", "", "", 1000 * report.mean() / steps, report.episodes());
        }
    }

    private void endings(EvaluationReport report) {
        report.endings()
                .forEach(
                        (ending, count) ->
                                add(
                                        "ending",
                                        "ending",
                                        ending,
                                        (double) count / report.episodes(),
                                        report.episodes()));
    }

    private void keys(EvaluationReport report) {
        Map<String, Double> means = new TreeMap<>();
        report.measures()
                .forEach(
                        (name, mean) -> {
                            if (name.startsWith(KEYS)) {
                                means.put(name.substring(KEYS.length()), mean);
                            }
                        });
        double all = means.values().stream().mapToDouble(Double::doubleValue).sum();
        if (all > 0) {
            means.forEach(
                    (group, mean) -> add("key_share", "key", group, mean / all, report.episodes()));
        }
    }

    private void levels(EvaluationReport report) {
        report.visitation()
                .rows()
                .forEach(
                        row ->
                                add(
                                        "level_share",
                                        LEVEL,
                                        String.valueOf(row.place()),
                                        row.share(),
                                        report.episodes()));
        report.places().stream()
                .filter(row -> row.place() >= 0)
                .forEach(
                        row ->
                                add(
                                        "return_from_level",
                                        LEVEL,
                                        String.valueOf(row.place()),
                                        row.rewardFromThere(),
                                        row.episodes()));
    }

    private void visitation(Visitation visitation) {
        for (Visitation.Row row : visitation.rows()) {
            for (int bin = 0; bin < row.lengths().size(); bin++) {
                int count = row.lengths().get(bin);
                if (count > 0) {
                    add(
                            "visitation",
                            "level-" + visitation.unit(),
                            "%d / %d".formatted(row.place(), bin * visitation.binWidth()),
                            (double) count / visitation.episodes(),
                            visitation.episodes());
                }
            }
        }
    }

    private void add(String measure, String kind, String stratum, double value, long count) {
        measurements.add(
                new Measurement(run, measure, update, frames, kind, stratum, value, count));
    }
}
