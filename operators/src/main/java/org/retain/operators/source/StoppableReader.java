package org.retain.operators.source;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;

/** Reads as another reader does until a {@link StopEvent} ends its input. */
final class StoppableReader<T, SplitT extends SourceSplit> implements SourceReader<T, SplitT> {

    private final SourceReader<T, SplitT> reader;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private CompletableFuture<Void> available;
    private CompletableFuture<Void> availableOrStopped;

    StoppableReader(SourceReader<T, SplitT> reader) {
        this.reader = reader;
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        return stopped.isDone() ? InputStatus.END_OF_INPUT : reader.pollNext(output);
    }

    @Override
    public List<SplitT> snapshotState(long checkpointId) {
        return reader.snapshotState(checkpointId);
    }

    /** A future that was handed out before the stop completes with it, so an idle task wakes up. */
    @Override
    public CompletableFuture<Void> isAvailable() {
        if (stopped.isDone()) {
            return stopped;
        }
        CompletableFuture<Void> future = reader.isAvailable();
        if (future.isDone()) {
            return future;
        }
        // Flink asks again and again while nothing comes; each new future would hang on the old.
        if (future != available) {
            available = future;
            availableOrStopped = CompletableFuture.anyOf(future, stopped).thenAccept(any -> {});
        }
        return availableOrStopped;
    }

    @Override
    public void addSplits(List<SplitT> splits) {
        reader.addSplits(splits);
    }

    @Override
    public void notifyNoMoreSplits() {
        reader.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof StopEvent) {
            stopped.complete(null);
        } else {
            reader.handleSourceEvents(event);
        }
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> paused, Collection<String> resumed) {
        reader.pauseOrResumeSplits(paused, resumed);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        reader.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        reader.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void close() throws Exception {
        reader.close();
    }
}
