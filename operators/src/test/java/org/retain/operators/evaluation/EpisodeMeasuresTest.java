package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.retain.datasets.episode.TestingEpisodes.scored;
import static org.retain.datasets.episode.TestingEpisodes.visit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.experiment.Measurement;

class EpisodeMeasuresTest {

    private static final Offset<Double> TOLERANCE = within(1e-12);

    /** Games that end in turn 500, 1500, 3000 and 2000. */
    private static final List<Episode> EPISODES =
            List.of(
                    with(
                            scored(0, 10, 500, visit(1, 50, 10, 0)),
                            "keys-move",
                            50,
                            "keys-prompt",
                            0),
                    with(
                            scored(1, 90, 1500, visit(1, 100, 30, 0), visit(2, 30, 60, 30)),
                            "score-1000",
                            25,
                            "keys-move",
                            100,
                            "keys-prompt",
                            30),
                    with(
                            scored(2, 400, 3000, visit(1, 300, 100, 0), visit(3, 100, 300, 100)),
                            "score-1000",
                            75,
                            "score-2000",
                            150,
                            "keys-move",
                            350,
                            "keys-prompt",
                            50),
                    ended(
                            with(
                                    scored(3, 100, 2000, visit(1, 220, 100, 0)),
                                    "score-1000",
                                    50,
                                    "score-2000",
                                    100,
                                    "keys-move",
                                    0,
                                    "keys-prompt",
                                    220),
                            "no-progress"));

    @Test
    void tellsScoresAndTheirRates() {
        assertThat(value("score_mean", "", "")).isEqualTo(150);
        assertThat(value("score_median", "", "")).isEqualTo(95);
        assertThat(value("score_iqm", "", "")).isEqualTo(95);
        assertThat(value("score_iqm_low", "", "")).isBetween(10.0, 95.0);
        assertThat(value("score_iqm_high", "", "")).isBetween(95.0, 400.0);
        assertThat(value("score_per_turn", "", "")).isCloseTo(600.0 / 7000, TOLERANCE);
        assertThat(value("score_per_1000_steps", "", "")).isCloseTo(1000 * 600.0 / 800, TOLERANCE);
    }

    @Test
    void tellsSharesOfEndingsKeysAndLevels() {
        assertThat(value("ending", "ending", "died")).isEqualTo(0.75);
        assertThat(value("ending", "ending", "no-progress")).isEqualTo(0.25);
        assertThat(value("key_share", "key", "move")).isCloseTo(500.0 / 800, TOLERANCE);
        assertThat(value("key_share", "key", "prompt")).isCloseTo(300.0 / 800, TOLERANCE);
        assertThat(value("level_share", "level", "1")).isEqualTo(1);
        assertThat(value("level_share", "level", "2")).isEqualTo(0.5);
        assertThat(value("level_share", "level", "3")).isEqualTo(0.25);
        assertThat(value("visitation", "level-turns", "1 / 500")).isEqualTo(0.25);
        assertThat(value("visitation", "level-turns", "3 / 3000")).isEqualTo(0.25);
    }

    @Test
    void tellsTheReturnFromTheFirstEntryOfALevelOn() {
        assertThat(value("return_from_level", "level", "1")).isEqualTo((10 + 90 + 400 + 100) / 4.0);
        assertThat(value("return_from_level", "level", "2")).isEqualTo(60);
        assertThat(value("return_from_level", "level", "3")).isEqualTo(300);
        assertThat(measurement("return_from_level", "level", "3").getCount()).isEqualTo(1);
    }

    @Test
    void tellsWhatWasGatheredAndWhoSurvivedCloseAndFar() {
        assertThat(value("reached", "turns", "< 1000")).isEqualTo(1);
        assertThat(value("reached", "turns", "1000 to 2000")).isEqualTo(0.75);
        assertThat(value("reached", "turns", "> 2000")).isEqualTo(0.5);
        assertThat(value("survival", "turns", "< 1000")).isEqualTo(0.75);
        assertThat(value("survival", "turns", "1000 to 2000")).isCloseTo(2.0 / 3, TOLERANCE);
        assertThat(value("return", "turns", "< 1000")).isEqualTo((10 + 25 + 75 + 50) / 4.0);
        assertThat(value("return", "turns", "1000 to 2000")).isEqualTo((65 + 75 + 50) / 3.0);
        assertThat(value("return", "turns", "> 2000")).isEqualTo((250 + 0) / 2.0);
        assertThat(measurement("return", "turns", "> 2000").getCount()).isEqualTo(2);
    }

    @Test
    void episodesWithoutScoresOnTheWayTellNothingByTurns() {
        List<Measurement> measurements =
                EpisodeMeasures.of("r", 0, 0, List.of(scored(0, 5, 1200, visit(1, 1, 5, 0))));

        assertThat(measurements).noneMatch(m -> m.getStratumKind().equals("turns"));
        assertThat(measurements).noneMatch(m -> m.getMeasure().equals("key_share"));
    }

    @Test
    void theOrderOfTheEpisodesDoesNotMatter() {
        List<Episode> reversed = new ArrayList<>(EPISODES);
        Collections.reverse(reversed);

        assertThat(EpisodeMeasures.of("run", 7, 70, reversed))
                .isEqualTo(EpisodeMeasures.of("run", 7, 70, EPISODES))
                .allMatch(m -> m.getRun().equals("run") && m.getUpdate() == 7)
                .allMatch(m -> m.getFrames() == 70);
    }

    private static double value(String measure, String kind, String stratum) {
        return measurement(measure, kind, stratum).getValue();
    }

    private static Measurement measurement(String measure, String kind, String stratum) {
        List<Measurement> found =
                EpisodeMeasures.of("run", 7, 70, EPISODES).stream()
                        .filter(m -> m.getMeasure().equals(measure))
                        .filter(m -> m.getStratumKind().equals(kind))
                        .filter(m -> m.getStratum().equals(stratum))
                        .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Episode ended(Episode episode, String ending) {
        episode.setEnding(ending);
        return episode;
    }

    private static Episode with(Episode episode, Object... figures) {
        Map<String, Double> measures = new HashMap<>(episode.getMeasures());
        for (int i = 0; i < figures.length; i += 2) {
            measures.put((String) figures[i], ((Integer) figures[i + 1]).doubleValue());
        }
        return Episode.newBuilder(episode).setMeasures(measures).build();
    }
}
