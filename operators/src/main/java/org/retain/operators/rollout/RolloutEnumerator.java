package org.retain.operators.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.clock.Clock;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Paces the readers. Looks at the log at an interval, tells readers of the newest weights, and
 * grants them segments by {@link RolloutCredits}. Counting starts once all readers have registered,
 * and afresh when one of them is reset: the job is one region, so that all are.
 *
 * <p>An announcement that says finished ends the job, unless it was there before the job's first
 * start: then it is of an earlier run, and the job waits for the next learner.
 */
final class RolloutEnumerator implements SplitEnumerator<RolloutSplit, RolloutProgress> {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutEnumerator.class);

    private final SplitEnumeratorContext<RolloutSplit> context;
    private final RolloutSettings settings;
    private final RolloutLog.Opener opener;
    private final Clock clock;
    private final LearnerPresence presence;
    private final RolloutCredits credits;
    private final Deque<RolloutSplit> unassigned;
    private final Set<Integer> fresh = new HashSet<>();
    private final Map<Integer, GrantEvent> sent = new HashMap<>();
    private final long startMillis;
    private final long millisBefore;

    private int nextIndex;
    private long finishedBefore;
    private boolean failing;

    /** Used by the thread that looks, and by the last call. */
    private volatile RolloutLog log;

    private volatile boolean closed;

    RolloutEnumerator(
            SplitEnumeratorContext<RolloutSplit> context,
            RolloutSettings settings,
            RolloutLog.Opener opener,
            String policyId,
            RolloutProgress progress,
            Clock clock) {
        this.context = context;
        this.settings = settings;
        this.opener = opener;
        this.clock = clock;
        presence = new LearnerPresence(policyId, settings.initialWeights() != null, clock);
        credits = new RolloutCredits(settings, context.currentParallelism());
        unassigned = new ArrayDeque<>(progress.unassigned());
        nextIndex = progress.nextIndex();
        finishedBefore = progress.finishedBefore();
        millisBefore = progress.millis();
        startMillis = clock.relativeTimeMillis();
    }

    @Override
    public void start() {
        RolloutMetrics.register(context.metricGroup(), credits);
        context.callAsync(this::look, this::heed, 0, settings.pollInterval().toMillis());
    }

    private RolloutLog.View look() {
        if (log == null) {
            RolloutLog opened = opener.open();
            log = opened;
            // Who closed in the meantime may have found none to close.
            if (closed) {
                opened.close();
                throw new IllegalStateException("Closed while the log was opened");
            }
        }
        return log.look();
    }

    private void heed(RolloutLog.View view, Throwable failure) {
        if (failure != null) {
            if (!failing && !closed) {
                LOG.warn("Kafka cannot be looked at, so nothing is granted; trying again", failure);
            }
            failing = true;
            return;
        }
        failing = false;
        if (finishedBefore == RolloutProgress.UNKNOWN) {
            finishedBefore = earlierRun(view.newest());
        }
        Optional<RolloutLog.Announced> newest =
                view.newest().filter(announced -> announced.offset() >= finishedBefore);
        newest.ifPresent(announced -> presence.announced(announced.offset()));
        if (!credits.isCounting()) {
            if (fresh.size() < context.currentParallelism()) {
                return;
            }
            credits.start(view.positions());
        }
        send(newest, view.positions());
    }

    /** Offset before which announcements are of an earlier run, which has finished. */
    private long earlierRun(Optional<RolloutLog.Announced> newest) {
        if (newest.isEmpty() || !newest.get().weights().getFinished()) {
            return 0;
        }
        LOG.info(
                "The learner of policy {} finished after {} updates in an earlier run; rollouts wait for the next one",
                newest.get().weights().getPolicyId(),
                newest.get().weights().getUpdates());
        return newest.get().offset() + 1;
    }

    private void send(Optional<RolloutLog.Announced> newest, LogPositions positions) {
        boolean finished =
                isOver()
                        || newest.map(RolloutLog.Announced::weights)
                                .map(WeightsAnnouncement::getFinished)
                                .orElse(false);
        long[] more = new long[context.currentParallelism()];
        if (finished) {
            credits.look(positions);
        } else {
            more = credits.grant(positions);
        }
        boolean paused = presence.pauses(credits.isExhausted(), credits.ahead());
        GrantEvent.Weights weights = newest.map(RolloutEnumerator::weights).orElse(null);
        for (int reader : context.registeredReaders().keySet()) {
            GrantEvent state =
                    new GrantEvent(
                            0, weights, settings.lockStep(), finished, credits.ahead(), paused);
            if (!state.equals(sent.put(reader, state)) || more[reader] > 0) {
                context.sendEventToSourceReader(reader, state.granting(more[reader]));
            }
        }
    }

    private static GrantEvent.Weights weights(RolloutLog.Announced announced) {
        WeightsAnnouncement weights = announced.weights();
        return new GrantEvent.Weights(
                weights.getVersion(), weights.getUri(), weights.getSha256(), announced.offset());
    }

    private boolean isOver() {
        return !settings.limit().isZero() && millis() >= settings.limit().toMillis();
    }

    private long millis() {
        return millisBefore + clock.relativeTimeMillis() - startMillis;
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        RolloutSplit split = unassigned.poll();
        context.assignSplit(split == null ? new RolloutSplit(nextIndex++, 0) : split, subtask);
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof StartedEvent started) {
            credits.started(subtask, started.segments());
        }
    }

    @Override
    public void addSplitsBack(List<RolloutSplit> splits, int subtask) {
        splits.forEach(unassigned::addFirst);
        reset();
    }

    @Override
    public void addReader(int subtask) {
        if (fresh.contains(subtask)) {
            reset();
        }
        fresh.add(subtask);
    }

    private void reset() {
        credits.stop();
        fresh.clear();
        sent.clear();
    }

    @Override
    public RolloutProgress snapshotState(long checkpointId) {
        return new RolloutProgress(
                nextIndex, finishedBefore, millis(), new ArrayList<>(unassigned));
    }

    @Override
    public void close() {
        closed = true;
        if (log != null) {
            log.close();
        }
    }
}
