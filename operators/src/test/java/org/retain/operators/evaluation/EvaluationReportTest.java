package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.retain.datasets.episode.TestingEpisodes.scored;
import static org.retain.datasets.episode.TestingEpisodes.visit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.retain.datasets.episode.Episode;

class EvaluationReportTest {

    /** Three games: one stays, one goes to level 3 and comes back up to die, one falls to 2. */
    private static final List<Episode> EPISODES =
            List.of(
                    scored(0, 10, 100, visit(1, 50, 10, 0)),
                    scored(
                            1,
                            90,
                            950,
                            visit(1, 100, 30, 0),
                            visit(3, 20, 40, 20),
                            visit(2, 10, 20, 60)),
                    scored(2, 35, 420, visit(1, 30, 15, 0), visit(2, 40, 20, 15)));

    @Test
    void sharesCountTheFurthestPlaceAndNotTheLast() {
        List<Visitation.Row> rows = Visitation.of(EPISODES).rows();

        assertThat(rows).extracting(Visitation.Row::place).containsExactly(1, 2, 3);
        assertThat(rows).extracting(Visitation.Row::share).containsExactly(1.0, 2.0 / 3, 1.0 / 3);
    }

    @Test
    void histogramPutsEachEpisodeIntoOneCell() {
        Visitation visitation = Visitation.of(EPISODES);

        assertThat(visitation.binWidth()).isEqualTo(100);
        assertThat(visitation.unit()).isEqualTo("turns");
        assertThat(visitation.rows().get(0).lengths())
                .containsExactly(0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(visitation.rows().get(1).lengths())
                .containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
        assertThat(visitation.rows().get(2).lengths())
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void unknownPlacesAreNoLevel() {
        List<Visitation.Row> rows =
                Visitation.of(List.of(scored(0, 1, 1, visit(-1, 5, 1, 0)), EPISODES.get(0))).rows();

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).share()).isEqualTo(0.5);
        assertThat(Visitation.of(List.of(scored(0, 1, 1, visit(-1, 5, 1, 0)))).rows()).isEmpty();
    }

    @Test
    void placesTellWhatWasGatheredThereAndFromThereOn() {
        assertThat(PlaceRow.of(EPISODES))
                .containsExactly(
                        new PlaceRow(1, 3, 60, 55 / 3.0, 135 / 3.0),
                        new PlaceRow(2, 2, 25, 20, (30 + 20) / 2.0),
                        new PlaceRow(3, 1, 20, 40, 70));
    }

    @Test
    void measuresComeInThePapersOrderAndCountThoseThatHaveThem() {
        Episode other =
                Episode.newBuilder(EPISODES.get(0))
                        .setMeasures(Map.of("turns", 2.0, "altitude", 5.0, "depth", 4.0))
                        .build();

        assertThat(Measures.means(List.of(EPISODES.get(0), other)).entrySet())
                .containsExactly(
                        Map.entry("score", 10.0),
                        Map.entry("turns", 51.0),
                        Map.entry("steps", 50.0),
                        Map.entry("depth", 4.0),
                        Map.entry("altitude", 5.0));
    }

    @Test
    void scoreIsTheFigureOfThatNameElseTheRewards() {
        EvaluationReport scored = EvaluationReport.of(EPISODES);
        EvaluationReport rewarded =
                EvaluationReport.of(
                        EPISODES.stream()
                                .map(e -> Episode.newBuilder(e).setMeasures(Map.of()).build())
                                .toList());

        assertThat(scored.scoreName()).isEqualTo("score");
        assertThat(scored.mean()).isEqualTo(45);
        assertThat(scored.median()).isEqualTo(35);
        assertThat(scored.interval().low()).isLessThan(scored.interquartileMean());
        assertThat(scored.endings()).containsExactly(Map.entry("died", 3L));
        assertThat(rewarded.scoreName()).isEqualTo("reward");
        assertThat(rewarded.median()).isEqualTo(35);
        assertThat(rewarded.mean()).isEqualTo(135 / 3.0);
    }

    @Test
    void orderOfEpisodesDoesNotMatter() {
        List<Episode> reversed = new ArrayList<>(EPISODES);
        Collections.reverse(reversed);

        assertThat(EvaluationReport.of(reversed)).isEqualTo(EvaluationReport.of(EPISODES));
    }
}
