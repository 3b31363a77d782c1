package org.retain.operators.preprocess;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.retain.datasets.shard.PlannedShard;

/** Asks for a shard, passes it on, and asks for the next when that one is written. */
final class ShardSourceReader implements SourceReader<PlannedShard, ShardSplit> {

    private final SourceReaderContext context;
    private final Deque<ShardSplit> assigned = new ArrayDeque<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private boolean noMore;

    ShardSourceReader(SourceReaderContext context) {
        this.context = context;
    }

    @Override
    public void start() {
        if (assigned.isEmpty()) {
            context.sendSplitRequest();
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<PlannedShard> output) {
        ShardSplit split = assigned.poll();
        if (split != null) {
            // The writing function is chained: it returns when the shard is written.
            output.collect(split.shard());
            if (assigned.isEmpty() && !noMore) {
                context.sendSplitRequest();
            }
        }
        if (!assigned.isEmpty()) {
            return InputStatus.MORE_AVAILABLE;
        }
        if (noMore) {
            return InputStatus.END_OF_INPUT;
        }
        if (available.isDone()) {
            available = new CompletableFuture<>();
        }
        return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public List<ShardSplit> snapshotState(long checkpoint) {
        return new ArrayList<>(assigned);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<ShardSplit> splits) {
        assigned.addAll(splits);
        available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        noMore = true;
        available.complete(null);
    }

    @Override
    public void close() {}
}
