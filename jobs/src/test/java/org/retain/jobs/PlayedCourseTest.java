package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.weights.WeightsVersion;

class PlayedCourseTest {

    @Test
    void episodesThatEndedBetweenTheSameUpdatesAreOnePoint() {
        assertThat(
                        PlayedCourse.of(
                                "ks-0", 10, List.of(episode(0, 4), episode(0, 8), episode(9, 2))))
                .containsExactly(
                        point("episode_return", 1, 6, 2),
                        point("episode_steps", 1, 60, 2),
                        point("episode_return", 10, 2, 1),
                        point("episode_steps", 10, 20, 1));
    }

    @Test
    void manyUpdatesShareAPointAndNoneLiesBehindTheLast() {
        long updates = 2 * LearnerCourse.POINTS + 1;

        assertThat(PlayedCourse.of("ks-0", updates, List.of(episode(0, 4), episode(updates, 2))))
                .extracting(Measurement::getUpdate)
                .containsExactly(3L, 3L, updates, updates);
    }

    private static Measurement point(String measure, long update, double value, long count) {
        return new Measurement("ks-0", measure, update, 0L, "", "", value, count);
    }

    private static Episode episode(long update, double reward) {
        return Episode.newBuilder()
                .setEnvironmentId("nethack")
                .setEpisodeId("e")
                .setNumber(0)
                .setSeed(0)
                .setSource(SegmentSource.ROLLOUT)
                .setFirstWeightsVersion(0)
                .setLastWeightsVersion(WeightsVersion.of(5, update).value())
                .setSteps((long) (10 * reward))
                .setRewardSum(reward)
                .setTerminated(true)
                .setTruncated(false)
                .setEnding("died")
                .setMeasures(Map.of())
                .setPlace("dungeon-level")
                .setVisits(List.of())
                .setEndedAt(0)
                .build();
    }
}
