package org.retain.operators.evaluation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Hands out one episode for each request, so that whoever is free gets the next. */
final class EpisodeEnumerator implements SplitEnumerator<EpisodeSplit, List<EpisodeSplit>> {

    private final SplitEnumeratorContext<EpisodeSplit> context;
    private final Deque<EpisodeSplit> unassigned;

    EpisodeEnumerator(SplitEnumeratorContext<EpisodeSplit> context, List<EpisodeSplit> unassigned) {
        this.context = context;
        this.unassigned = new ArrayDeque<>(unassigned);
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {
        // A reader may have failed since it asked; its next attempt asks again.
        if (!context.registeredReaders().containsKey(subtask)) {
            return;
        }
        EpisodeSplit split = unassigned.poll();
        if (split == null) {
            context.signalNoMoreSplits(subtask);
        } else {
            context.assignSplit(split, subtask);
        }
    }

    @Override
    public void addSplitsBack(List<EpisodeSplit> splits, int subtask) {
        splits.forEach(unassigned::addFirst);
    }

    @Override
    public void addReader(int subtask) {
        // A reader asks for itself.
    }

    @Override
    public List<EpisodeSplit> snapshotState(long checkpointId) {
        return new ArrayList<>(unassigned);
    }

    @Override
    public void close() {}
}
