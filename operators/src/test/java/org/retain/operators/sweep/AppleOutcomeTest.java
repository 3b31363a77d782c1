package org.retain.operators.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retain.operators.environment.toy.AppleRetrieval;

/** Tests for {@link AppleOutcome}: what episodes that are played come to. */
class AppleOutcomeTest {

    private static final int EPISODES = 20_000;

    @ParameterizedTest
    @CsvSource({"3, false, 0.3, -0.6", "3, true, 0.3, -0.2", "6, false, 1.5, -1.2"})
    void isThatOfManyEpisodes(int distance, boolean startWithApple, double there, double back) {
        AppleRetrieval task = new AppleRetrieval(distance, 0.5, startWithApple, 20);
        TwoActionPolicy policy = new TwoActionPolicy((back - there) / 2, (back + there) / 4);

        AppleOutcome outcome = AppleOutcome.of(task, policy);

        try (EpisodePlay play = new EpisodePlay(task, EPISODES, 20, 1, 5)) {
            PlayedEpisodes episodes = play.next(policy);
            double success = 0;
            double reward = 0;
            for (int row = 0; row < EPISODES; row++) {
                int last = episodes.at(episodes.length(row) - 1, row);
                success += episodes.rewardRows().terminated()[last] ? 1 : 0;
                for (int t = 0; t < episodes.length(row); t++) {
                    reward += episodes.rewardRows().rewards()[episodes.at(t, row)];
                }
            }
            assertThat(outcome.success()).isCloseTo(success / EPISODES, within(0.015));
            assertThat(outcome.success()).isBetween(0.02, 0.98);
            assertThat(outcome.reward()).isCloseTo(reward / EPISODES, within(0.15));
            assertThat(outcome.reached()).isBetween(outcome.success(), 1.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"30, 60, 1", "30, 100, 1"})
    void aSurePolicyNeedsTwiceTheDistance(int distance, int limit, double expected) {
        TwoActionPolicy sure = new TwoActionPolicy(-100, 0);

        AppleOutcome outcome = AppleOutcome.of(new AppleRetrieval(distance, 1, false, limit), sure);

        assertThat(outcome.success()).isCloseTo(expected, within(1e-9));
        assertThat(outcome.reached()).isCloseTo(expected, within(1e-9));
        assertThat(outcome.reward()).isCloseTo(2.0 * distance, within(1e-9));
    }
}
