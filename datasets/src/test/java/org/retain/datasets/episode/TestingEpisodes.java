package org.retain.datasets.episode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.retain.datasets.segment.SegmentSource;

/** Episodes for tests. */
public final class TestingEpisodes {

    private TestingEpisodes() {}

    /** An episode of NetHack with a score, whose visits begin one after another. */
    public static Episode scored(long number, double score, long turns, Visit... visits) {
        long steps = 0;
        double rewards = 0;
        for (Visit visit : visits) {
            steps += visit.getSteps();
            rewards += visit.getRewardSum();
        }
        return Episode.newBuilder()
                .setEnvironmentId("nethack")
                .setEpisodeId("run-" + number)
                .setNumber(number)
                .setSeed(1000 + number)
                .setSource(SegmentSource.EVALUATION)
                .setFirstWeightsVersion(7)
                .setLastWeightsVersion(7)
                .setSteps(steps)
                .setRewardSum(rewards)
                .setTerminated(true)
                .setTruncated(false)
                .setEnding("died")
                .setMeasures(Map.of("score", score, "turns", (double) turns))
                .setPlace("dungeon-level")
                .setVisits(List.of(visits))
                .setEndedAt(1_700_000_000_000L + number)
                .build();
    }

    /** All the time in one place. */
    public static Visit visit(int place, long steps, double rewards, double before) {
        return new Visit(place, 0L, 0L, steps, rewards, before);
    }

    /** Copies whose wall-clock time and random names are gone: what a replay must repeat. */
    public static List<Episode> comparable(List<Episode> episodes) {
        List<Episode> copies = new ArrayList<>();
        for (Episode episode : episodes) {
            copies.add(Episode.newBuilder(episode).setEndedAt(0).setEpisodeId("").build());
        }
        return copies;
    }
}
