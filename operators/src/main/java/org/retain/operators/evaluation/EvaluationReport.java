package org.retain.operators.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.retain.datasets.episode.Episode;

/**
 * What the episodes of an evaluation came to.
 *
 * @param episodes how many there are
 * @param scoreName what a score is: {@code score} where every episode has that figure, else {@code
 *     reward}, the sum of its rewards
 * @param mean of the scores
 * @param median of the scores
 * @param interquartileMean of the scores
 * @param interval 95 % interval of the interquartile mean
 * @param measures means of the figures by name, the paper's first
 * @param endings how many episodes ended in which way
 * @param place what places are, such as {@code dungeon-level}
 * @param places what happened in each place
 * @param visitation how far the episodes got
 */
public record EvaluationReport(
        int episodes,
        String scoreName,
        double mean,
        double median,
        double interquartileMean,
        Interval interval,
        Map<String, Double> measures,
        Map<String, Long> endings,
        String place,
        List<PlaceRow> places,
        Visitation visitation) {

    private static final long BOOTSTRAP_SEED = 1;
    private static final String REWARD = "reward";

    /**
     * Computes the report of one run's episodes; their order does not matter.
     *
     * @throws IllegalArgumentException when there are none
     */
    public static EvaluationReport of(List<Episode> anyOrder) {
        // Sums of floating-point numbers depend on their order in the last digits.
        List<Episode> episodes =
                anyOrder.stream().sorted(Comparator.comparing(Episode::getNumber)).toList();
        boolean scored = Measures.inAll(episodes, Measures.SCORE);
        double[] scores =
                episodes.stream()
                        .mapToDouble(
                                episode ->
                                        scored
                                                ? episode.getMeasures().get(Measures.SCORE)
                                                : episode.getRewardSum())
                        .sorted()
                        .toArray();
        return new EvaluationReport(
                episodes.size(),
                scored ? Measures.SCORE : REWARD,
                Statistic.MEAN.of(scores),
                Statistic.MEDIAN.of(scores),
                Statistic.INTERQUARTILE_MEAN.of(scores),
                Bootstrap.interval(List.of(scores), Statistic.INTERQUARTILE_MEAN, BOOTSTRAP_SEED),
                Measures.means(episodes),
                episodes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Episode::getEnding, TreeMap::new, Collectors.counting())),
                episodes.get(0).getPlace(),
                PlaceRow.of(episodes),
                Visitation.of(episodes));
    }
}
