package org.retain.operators.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;

/** An actor whose output is kept. */
final class TestingPlay implements ActorOutput, AutoCloseable {

    static final int STEPS = 4;

    final List<Segment> segments = new ArrayList<>();
    final List<Episode> episodes = new ArrayList<>();
    final TestingEnvironment environment;
    final Actor actor;

    private final int[] played;

    /** Endless episodes: those of slot s have seeds 1000 s + 500, 1000 s + 501, … */
    TestingPlay(TestingEnvironment environment, double temperature) {
        this(
                environment,
                new ActorSettings("run", SegmentSource.ROLLOUT, STEPS, temperature, 5),
                Integer.MAX_VALUE);
    }

    TestingPlay(TestingEnvironment environment, ActorSettings settings, int perSlot) {
        this.environment = environment;
        played = new int[environment.slots()];
        actor =
                new Actor(
                        environment,
                        settings,
                        slot ->
                                played[slot] == perSlot
                                        ? Optional.empty()
                                        : Optional.of(
                                                new EpisodeRequest(
                                                        played[slot],
                                                        1000L * slot + 500 + played[slot]++)),
                        this);
    }

    void grantAndPlay(int segments) {
        actor.grant(segments);
        while (actor.step()) {}
    }

    /** The segments of each episode, in the order in which they left. */
    Map<String, List<Segment>> byEpisode() {
        Map<String, List<Segment>> byEpisode = new TreeMap<>();
        segments.forEach(
                segment ->
                        byEpisode
                                .computeIfAbsent(segment.getEpisodeId(), id -> new ArrayList<>())
                                .add(segment));
        return byEpisode;
    }

    @Override
    public void segment(Segment segment) {
        segments.add(segment);
    }

    @Override
    public void episode(Episode episode) {
        episodes.add(episode);
    }

    @Override
    public void close() {
        actor.close();
    }
}
