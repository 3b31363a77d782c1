package org.retain.operators.evaluation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.retain.datasets.episode.Episode;
import org.retain.operators.actor.Actor;
import org.retain.operators.actor.EpisodeRequest;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.policy.InvalidWeightsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the episodes that it is given, one step of all slots a poll. Its progress is which of them
 * have not ended: an episode leaves it in the very poll that emits its row. An episode that was
 * lost with its worker has not ended but broken off, so it begins anew; only when that happens
 * {@value #ATTEMPTS} times does it count as it stands, so that a game which always crashes holds
 * nobody up.
 */
final class EpisodeReader implements SourceReader<Episode, EpisodeSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(EpisodeReader.class);

    private static final int ATTEMPTS = 3;

    private final SourceReaderContext context;
    private final EvaluateSettings settings;
    private final EnvironmentFactory environments;
    private final EvaluationMetrics metrics;
    private final Map<Long, EpisodeSplit> unfinished = new LinkedHashMap<>();
    private final Deque<EpisodeSplit> waiting = new ArrayDeque<>();
    private final List<Episode> ended = new ArrayList<>();
    private final Map<Long, Integer> losses = new HashMap<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private Actor actor;
    private boolean noMoreSplits;

    EpisodeReader(
            SourceReaderContext context,
            EvaluateSettings settings,
            EnvironmentFactory environments) {
        this.context = context;
        this.settings = settings;
        this.environments = environments;
        metrics = new EvaluationMetrics(context.metricGroup());
    }

    @Override
    public void start() {
        for (int held = unfinished.size(); held < settings.slots(); held++) {
            context.sendSplitRequest();
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Episode> output) {
        if (!unfinished.isEmpty()) {
            play(output);
        }
        if (!unfinished.isEmpty()) {
            return InputStatus.MORE_AVAILABLE;
        }
        if (noMoreSplits) {
            return InputStatus.END_OF_INPUT;
        }
        if (available.isDone()) {
            available = new CompletableFuture<>();
        }
        return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public List<EpisodeSplit> snapshotState(long checkpointId) {
        return new ArrayList<>(unfinished.values());
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<EpisodeSplit> splits) {
        for (EpisodeSplit split : splits) {
            unfinished.put(split.number(), split);
            waiting.add(split);
        }
        available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        noMoreSplits = true;
        available.complete(null);
    }

    @Override
    public void close() {
        if (actor != null) {
            actor.close();
        }
    }

    private void play(ReaderOutput<Episode> output) {
        if (actor == null) {
            actor = startActor();
        }
        long before = actor.steps();
        actor.step();
        metrics.steps(actor.steps() - before);
        for (Episode episode : ended) {
            if (beginsAnew(episode)) {
                waiting.add(unfinished.get(episode.getNumber()));
                continue;
            }
            output.collect(episode);
            unfinished.remove(episode.getNumber());
            metrics.episode();
            if (!noMoreSplits) {
                context.sendSplitRequest();
            }
        }
        ended.clear();
    }

    private boolean beginsAnew(Episode episode) {
        if (!episode.getEnding().equals(Environment.WORKER_LOST)) {
            return false;
        }
        int lost = losses.merge(episode.getNumber(), 1, Integer::sum);
        LOG.warn(
                "Subtask {}: episode {} (seed {}) was lost with its worker after {} steps, {} of {} times",
                context.getIndexOfSubtask(),
                episode.getNumber(),
                episode.getSeed(),
                episode.getSteps(),
                lost,
                ATTEMPTS);
        return lost < ATTEMPTS;
    }

    private Actor startActor() {
        try {
            return EpisodePlay.start(settings, environments, slot -> next(), ended::add);
        } catch (InvalidWeightsException e) {
            throw new SuppressRestartsException(e);
        }
    }

    private Optional<EpisodeRequest> next() {
        return Optional.ofNullable(waiting.poll())
                .map(split -> new EpisodeRequest(split.number(), split.seed()));
    }
}
