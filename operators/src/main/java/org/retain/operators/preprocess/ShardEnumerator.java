package org.retain.operators.preprocess;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.retain.datasets.shard.PlannedShard;
import org.retain.datasets.shard.ShardDirectory;
import org.retain.datasets.shard.ShardPlan;
import org.retain.datasets.shard.ShardPlanning;

/** Plans once, away from the coordinator's thread, then answers requests in the plan's order. */
final class ShardEnumerator implements SplitEnumerator<ShardSplit, NoState> {

    private final PreprocessSettings settings;
    private final SplitEnumeratorContext<ShardSplit> context;
    private final ShardDirectory directory;
    private final Deque<ShardSplit> pending = new ArrayDeque<>();
    private final Set<Integer> waiting = new LinkedHashSet<>();
    private Closeable lock;
    private boolean planned;

    ShardEnumerator(PreprocessSettings settings, SplitEnumeratorContext<ShardSplit> context) {
        this.settings = settings;
        this.context = context;
        this.directory = new ShardDirectory(settings.outputPath());
    }

    @Override
    public void start() {
        try {
            lock = directory.open();
        } catch (IOException e) {
            throw new SuppressRestartsException(e);
        }
        context.callAsync(this::plan, this::planned);
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        waiting.add(subtask);
        answer();
    }

    @Override
    public void addSplitsBack(List<ShardSplit> splits, int subtask) {
        splits.forEach(pending::addFirst);
        answer();
    }

    @Override
    public void addReader(int subtask) {
        // A reader asks for itself.
    }

    @Override
    public NoState snapshotState(long checkpoint) {
        return NoState.INSTANCE;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }

    private List<PlannedShard> plan() throws IOException {
        ShardPlan plan = ShardPlanning.plan(settings.inputPath(), settings.shards());
        directory.begin(plan);
        return directory.pending(plan);
    }

    private void planned(List<PlannedShard> shards, Throwable failure) {
        if (failure != null) {
            throw new SuppressRestartsException(failure);
        }
        shards.forEach(shard -> pending.add(new ShardSplit(shard)));
        planned = true;
        answer();
    }

    private void answer() {
        if (!planned) {
            return;
        }
        for (int subtask : new ArrayList<>(waiting)) {
            waiting.remove(subtask);
            // A reader may have failed since it asked; its next attempt asks again.
            if (!context.registeredReaders().containsKey(subtask)) {
                continue;
            }
            if (pending.isEmpty()) {
                context.signalNoMoreSplits(subtask);
            } else {
                context.assignSplit(pending.poll(), subtask);
            }
        }
    }
}
