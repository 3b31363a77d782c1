package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.retain.datasets.episode.Episode;
import org.retain.operators.evaluation.Statistic;

/** What the last weights of each method score in play. */
final class ScoreSection {

    private static final String CAPTION =
            "IQM: mean of the middle half of all episodes. Brackets and bars: 95\u00a0% bootstrap interval over episodes, seeds as strata (10,000 resamples): the luck of play with these networks, not what other training seeds would have learnt; for that see the numbers of the seeds, the small dots.";

    private ScoreSection() {}

    static Section of(Results results, List<Arm> arms) {
        List<Element> content = new ArrayList<>();
        if (!arms.isEmpty()) {
            content.add(Element.of("p", CAPTION));
            content.add(table(arms).draw());
            content.add(
                    Figure.grid(
                            List.of(
                                    intervals("Score, interquartile mean", arms),
                                    histogram("How scores are spread", arms))));
            content.add(PaperTable.of(arms, results.palette()));
        }
        return new Section(
                "scores",
                "Play after training",
                "episodes (results/episodes/RUN.parquet)",
                content);
    }

    private static Table table(List<Arm> arms) {
        Table table =
                new Table(
                        "Score by method",
                        "Method",
                        "Seeds",
                        "Episodes",
                        "IQM [95 %]",
                        "Mean [95 %]",
                        "Median [95 %]",
                        "IQM of each seed",
                        "Score per turn",
                        "Score per 1000 steps",
                        "Turns, mean",
                        "Steps, mean");
        for (Arm arm : arms) {
            table.row(
                    arm.style().label(),
                    Digits.count(arm.seeds().size()),
                    Digits.count(arm.episodes().size()),
                    interval(arm.score(Statistic.INTERQUARTILE_MEAN)),
                    interval(arm.score(Statistic.MEAN)),
                    interval(arm.score(Statistic.MEDIAN)),
                    perSeed(arm),
                    Digits.of(arm.scorePer(Arm::turns)),
                    Digits.of(1000 * arm.scorePer(Episode::getSteps)),
                    Digits.of(arm.mean(Arm::turns)),
                    Digits.of(arm.mean(Episode::getSteps)));
        }
        return table;
    }

    private static String interval(Spread value) {
        return Digits.with(value.mean(), value.low(), value.high());
    }

    private static String perSeed(Arm arm) {
        return arm.perSeed(Statistic.INTERQUARTILE_MEAN).stream()
                .map(Digits::of)
                .collect(Collectors.joining(" · "));
    }

    private static Element intervals(String title, List<Arm> arms) {
        List<IntervalPlot.Row> rows =
                arms.stream()
                        .map(
                                arm ->
                                        new IntervalPlot.Row(
                                                arm.style(),
                                                arm.score(Statistic.INTERQUARTILE_MEAN),
                                                arm.perSeed(Statistic.INTERQUARTILE_MEAN)))
                        .toList();
        Table numbers = new Table(title, "Method", "IQM [95 %]", "Of each seed");
        arms.forEach(
                arm ->
                        numbers.row(
                                arm.style().label(),
                                interval(arm.score(Statistic.INTERQUARTILE_MEAN)),
                                perSeed(arm)));
        return Figure.of(
                title,
                "Large marks: all seeds together with the 95\u00a0% bootstrap interval; small dots: each seed.",
                new IntervalPlot("score (points)", rows).draw(title + ". " + text(arms)),
                numbers);
    }

    private static Element histogram(String title, List<Arm> arms) {
        List<Histogram.Row> rows =
                arms.stream().map(arm -> new Histogram.Row(arm.style(), arm.scores())).toList();
        Table numbers = new Table(title, "Method", "Lowest", "25 %", "50 %", "75 %", "Highest");
        for (Arm arm : arms) {
            double[] sorted = Arrays.stream(arm.scores()).sorted().toArray();
            List<String> cells = new ArrayList<>(List.of(arm.style().label()));
            for (int quarter = 0; quarter <= 4; quarter++) {
                cells.add(Digits.of(sorted[Math.round((sorted.length - 1) * quarter / 4f)]));
            }
            numbers.row(cells);
        }
        return Figure.of(
                title,
                "Share of episodes by score; all rows have one scale.",
                new Histogram("score (points)", rows).draw(title),
                numbers);
    }

    private static String text(List<Arm> arms) {
        return arms.stream()
                .map(
                        arm ->
                                arm.style().label()
                                        + " "
                                        + interval(arm.score(Statistic.INTERQUARTILE_MEAN)))
                .collect(Collectors.joining("; "));
    }
}
