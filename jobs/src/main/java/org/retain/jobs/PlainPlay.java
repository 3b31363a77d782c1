package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.operators.actor.ActingPolicy;
import org.retain.operators.actor.Actor;
import org.retain.operators.actor.ActorOutput;
import org.retain.operators.actor.ActorSettings;
import org.retain.operators.actor.EpisodeRequest;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.policy.PolicyWeights;

/**
 * Episodes that a policy plays in the calling thread, where a job would take longer to start than
 * to run. An episode is the same as in EvaluateJob: seed n plays number n.
 */
final class PlainPlay {

    private static final long ACTION_SEED = 0;
    private static final long VERSION = 0;
    private static final int WITHOUT_SEGMENTS = 0;

    private final EnvironmentFactory environments;
    private final int episodes;

    /**
     * Play of some episodes side by side.
     *
     * @param environments what is acted on
     * @param episodes how many, with seeds from 0
     */
    PlainPlay(EnvironmentFactory environments, int episodes) {
        this.environments = environments;
        this.episodes = episodes;
    }

    /** What the episodes came to, in no order. */
    List<Episode> episodes(PolicyWeights weights) {
        List<Episode> ended = new ArrayList<>();
        play(weights, SegmentSource.EVALUATION, WITHOUT_SEGMENTS, new ArrayList<>(), ended);
        return ended;
    }

    /**
     * The episodes as demonstrations.
     *
     * @param steps of a segment, at most
     */
    List<Segment> demonstrations(PolicyWeights weights, int steps) {
        List<Segment> segments = new ArrayList<>();
        play(weights, SegmentSource.DEMONSTRATION, steps, segments, new ArrayList<>());
        return segments;
    }

    private void play(
            PolicyWeights weights,
            SegmentSource source,
            int steps,
            List<Segment> segments,
            List<Episode> ended) {
        ActorSettings settings = new ActorSettings("plain", source, steps, 1, ACTION_SEED);
        var seeds = LongStream.range(0, episodes).iterator();
        ActorOutput output =
                new ActorOutput() {
                    @Override
                    public void segment(Segment segment) {
                        segments.add(segment);
                    }

                    @Override
                    public void episode(Episode episode) {
                        ended.add(episode);
                    }
                };
        try (Actor actor =
                new Actor(
                        environments.create(episodes),
                        settings,
                        slot -> seeds.hasNext() ? request(seeds.next()) : Optional.empty(),
                        output)) {
            actor.useWeights(VERSION, ActingPolicy.of(weights));
            actor.grant(Long.MAX_VALUE);
            while (actor.step()) {}
        }
    }

    private static Optional<EpisodeRequest> request(long number) {
        return Optional.of(new EpisodeRequest(number, number));
    }
}
