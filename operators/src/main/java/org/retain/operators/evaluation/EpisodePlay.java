package org.retain.operators.evaluation;

import java.util.function.Consumer;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.operators.actor.ActingPolicy;
import org.retain.operators.actor.Actor;
import org.retain.operators.actor.ActorOutput;
import org.retain.operators.actor.ActorSettings;
import org.retain.operators.actor.EpisodeSupplier;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.policy.PolicyWeights;

/** Makes the actor of an evaluation: fixed weights, whole episodes, no segments. */
final class EpisodePlay {

    private static final long ACTION_SEED = 0;
    private static final long VERSION = 0;
    private static final int WITHOUT_SEGMENTS = 0;

    private EpisodePlay() {}

    /**
     * An actor with its environment and policy, which the caller closes.
     *
     * @param supplier what to play next
     * @param ended takes each episode that has ended
     */
    static Actor start(
            EvaluateSettings settings,
            EnvironmentFactory environments,
            EpisodeSupplier supplier,
            Consumer<Episode> ended) {
        PolicyWeights.Loaded loaded = settings.load();
        Actor actor =
                new Actor(
                        environments.create(Math.min(settings.slots(), settings.seeds().size())),
                        new ActorSettings(
                                "evaluation-" + loaded.sha256(),
                                SegmentSource.EVALUATION,
                                WITHOUT_SEGMENTS,
                                settings.temperature(),
                                ACTION_SEED),
                        supplier,
                        output(ended));
        try {
            actor.useWeights(VERSION, ActingPolicy.of(loaded.weights()));
            return actor;
        } catch (RuntimeException e) {
            actor.close();
            throw e;
        }
    }

    private static ActorOutput output(Consumer<Episode> ended) {
        return new ActorOutput() {
            @Override
            public void segment(Segment segment) {
                throw new IllegalStateException("An actor without segments gave one");
            }

            @Override
            public void episode(Episode episode) {
                ended.accept(episode);
            }
        };
    }
}
