package org.retain.operators.rollout;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.episode.Played;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.operators.actor.Actor;
import org.retain.operators.actor.ActorOutput;
import org.retain.operators.actor.ActorSettings;
import org.retain.operators.actor.EpisodeRequest;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.random.EpisodeSeeds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the slots of one environment, one step of all of them a poll, with the newest weights that
 * have been loaded, as long as segments are granted.
 */
final class RolloutReader implements SourceReader<Played, RolloutSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutReader.class);
    private static final long REPORT_NANOS = 50_000_000;

    private final SourceReaderContext context;
    private final RolloutSettings settings;
    private final EnvironmentFactory environments;
    private final RolloutMetrics metrics;
    private final Queue<Played> played = new ArrayDeque<>();

    private volatile CompletableFuture<Void> available = new CompletableFuture<>();

    private Actor actor;
    private WeightsLoading loading;
    private RolloutSplit split;
    private long episodes;
    private GrantEvent last;
    private long held;
    private GrantEvent.Weights acting;
    private long failedVersion = -1;
    private boolean finished;
    private long reported;
    private long reportedAt;

    RolloutReader(
            SourceReaderContext context,
            RolloutSettings settings,
            EnvironmentFactory environments) {
        this.context = context;
        this.settings = settings;
        this.environments = environments;
        metrics =
                new RolloutMetrics(
                        context.metricGroup(),
                        () -> last == null ? 0 : last.ahead(),
                        this::policyLag,
                        () -> last != null && last.paused() ? 1 : 0);
    }

    @Override
    public void start() {
        loading = new WeightsLoading(this::wakeUp, settings.encodings());
        Environment environment = environments.create(settings.slots());
        metrics.register(environment);
        actor =
                new Actor(
                        environment,
                        new ActorSettings(
                                runId(),
                                SegmentSource.ROLLOUT,
                                settings.segmentSteps(),
                                settings.temperature(),
                                settings.seed(),
                                settings.encodings()),
                        this::nextEpisode,
                        new Output());
        loadInitialWeights();
        if (split == null) {
            context.sendSplitRequest();
        }
    }

    private void loadInitialWeights() {
        if (settings.initialWeights() == null) {
            LOG.info("Rollouts wait for the learner's first weights");
            return;
        }
        try {
            PolicyWeights weights =
                    PolicyWeights.read(settings.initialWeights(), Optional.empty()).weights();
            actor.useWeights(
                    WeightsVersion.of(0, 0).value(),
                    WeightsLoading.policy(weights, settings.encodings()));
        } catch (InvalidWeightsException e) {
            throw new SuppressRestartsException(
                    new InvalidWeightsException(
                            "--%s: %s"
                                    .formatted(
                                            RolloutOptions.INITIAL_WEIGHTS.key(), e.getMessage()),
                            e));
        }
    }

    private Optional<EpisodeRequest> nextEpisode(int slot) {
        long number = episodes++;
        return Optional.of(
                new EpisodeRequest(
                        number,
                        EpisodeSeeds.seed(settings.environmentSeed(), split.index(), number)));
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Played> output) {
        // First, so that whatever happens from here on is not slept through.
        available = new CompletableFuture<>();
        loading.take().ifPresent(this::use);
        if (finished && actor.openSegments() == 0) {
            return InputStatus.END_OF_INPUT;
        }
        if (!actor.hasWeights() || split == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        grantHeld();
        long before = actor.steps();
        boolean stepped = actor.step();
        metrics.stepped(actor.steps() - before);
        for (Played next = played.poll(); next != null; next = played.poll()) {
            output.collect(next);
        }
        report(!stepped);
        return stepped ? InputStatus.MORE_AVAILABLE : InputStatus.NOTHING_AVAILABLE;
    }

    /** Hands grants on, in lock-step once the weights that they are meant for are there. */
    private void grantHeld() {
        boolean waits =
                last != null
                        && last.exactly()
                        && last.weights() != null
                        && last.weights().version() != actor.version();
        if (held > 0 && !waits) {
            actor.grant(held);
            held = 0;
        }
    }

    private void use(WeightsLoading.Loaded loaded) {
        GrantEvent.Weights weights = loaded.weights();
        Throwable failure = loaded.failure();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure == null) {
            try {
                actor.useWeights(weights.version(), loaded.policy());
                acting = weights;
                metrics.loaded();
                return;
            } catch (InvalidWeightsException e) {
                loaded.policy().close();
                failure = e;
            }
        }
        metrics.loadFailed();
        if (weights.version() != failedVersion) {
            failedVersion = weights.version();
            LOG.warn(
                    "Weights {} cannot be played, {}: {}",
                    new WeightsVersion(weights.version()),
                    actor.hasWeights() ? "the old ones stay" : "rollouts wait for others",
                    failure.getMessage());
        }
    }

    private void report(boolean now) {
        long started = actor.segmentsStarted();
        if (started == reported || !now && System.nanoTime() - reportedAt < REPORT_NANOS) {
            return;
        }
        reported = started;
        reportedAt = System.nanoTime();
        context.sendSourceEventToCoordinator(new StartedEvent(started));
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (!(event instanceof GrantEvent grant)) {
            return;
        }
        last = grant;
        held += finished ? 0 : grant.segments();
        if (grant.finished() && !finished) {
            finished = true;
            held = 0;
            actor.revoke();
            LOG.info("Rollouts end: what is under way is played to the end of its segment");
        }
        GrantEvent.Weights weights = grant.weights();
        if (weights != null
                && !finished
                && (acting == null || acting.version() != weights.version())) {
            loading.want(weights);
        }
        wakeUp();
    }

    /** Whether weights are being loaded. */
    boolean isLoading() {
        return loading.isLoading();
    }

    private long policyLag() {
        if (last == null || last.weights() == null || acting == null) {
            return 0;
        }
        WeightsVersion newest = new WeightsVersion(last.weights().version());
        WeightsVersion mine = new WeightsVersion(acting.version());
        return newest.epoch() == mine.epoch() ? newest.updates() - mine.updates() : 0;
    }

    private void wakeUp() {
        available.complete(null);
    }

    @Override
    public List<RolloutSplit> snapshotState(long checkpointId) {
        return split == null ? List.of() : List.of(new RolloutSplit(split.index(), episodes));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<RolloutSplit> splits) {
        // After a restore with fewer subtasks there may be several; one names all episodes.
        if (split == null) {
            split = splits.get(0);
            episodes = split.episodes();
        }
        wakeUp();
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {
        try {
            if (loading != null) {
                loading.close();
            }
        } finally {
            if (actor != null) {
                actor.close();
            }
        }
    }

    private static String runId() {
        byte[] bytes = new byte[Long.BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Collects what a step brings, since nothing may be emitted in the middle of it. */
    private final class Output implements ActorOutput {

        @Override
        public void segment(Segment segment) {
            metrics.segment();
            played.add(new Played(segment, null));
        }

        @Override
        public void episode(Episode episode) {
            metrics.episode(episode.getEnding());
            played.add(new Played(null, episode));
        }
    }
}
