package org.retain.operators.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Hands the one split to whichever reader asks first. */
final class FeedEnumerator implements SplitEnumerator<FeedSplit, List<FeedSplit>> {

    private final SplitEnumeratorContext<FeedSplit> context;
    private final Deque<FeedSplit> unassigned;

    FeedEnumerator(SplitEnumeratorContext<FeedSplit> context, List<FeedSplit> unassigned) {
        this.context = context;
        this.unassigned = new ArrayDeque<>(unassigned);
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {
        FeedSplit split = unassigned.poll();
        if (split == null) {
            context.signalNoMoreSplits(subtask);
        } else {
            context.assignSplit(split, subtask);
        }
    }

    @Override
    public void addSplitsBack(List<FeedSplit> splits, int subtask) {
        splits.forEach(unassigned::addFirst);
    }

    @Override
    public void addReader(int subtask) {}

    @Override
    public List<FeedSplit> snapshotState(long checkpointId) {
        return new ArrayList<>(unassigned);
    }

    @Override
    public void close() {}
}
