package org.retain.operators.source;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assigns splits as another enumerator does, looks for a {@link StopFile} beside it, and tells
 * every reader once there is one: those that are there and those that register later.
 */
final class StoppableEnumerator<SplitT extends SourceSplit, EnumT>
        implements SplitEnumerator<SplitT, EnumT> {

    private static final Logger LOG = LoggerFactory.getLogger(StoppableEnumerator.class);

    private final SplitEnumerator<SplitT, EnumT> enumerator;
    private final SplitEnumeratorContext<SplitT> context;
    private final StopFile file;
    private final Duration interval;

    /** Written by the coordinator's thread, read by that which looks for the file. */
    private volatile boolean stopped;

    private boolean failing;

    StoppableEnumerator(
            SplitEnumerator<SplitT, EnumT> enumerator,
            SplitEnumeratorContext<SplitT> context,
            StopFile file,
            Duration interval) {
        this.enumerator = enumerator;
        this.context = context;
        this.file = file;
        this.interval = interval;
    }

    @Override
    public void start() {
        enumerator.start();
        context.callAsync(this::readFile, this::heed, 0, interval.toMillis());
    }

    private Optional<String> readFile() throws IOException {
        return stopped ? Optional.empty() : file.read();
    }

    private void heed(Optional<String> reason, Throwable failure) {
        if (failure != null) {
            if (!failing) {
                LOG.warn("{}: cannot be read, so it stops nothing; trying again", file, failure);
            }
            failing = true;
            return;
        }
        failing = false;
        if (reason.isPresent() && !stopped) {
            stopped = true;
            LOG.info("{}: the source ends: {}", file, reason.get());
            context.registeredReaders().keySet().forEach(this::tell);
        }
    }

    private void tell(int subtask) {
        context.sendEventToSourceReader(subtask, new StopEvent());
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        enumerator.handleSplitRequest(subtask, host);
    }

    @Override
    public void addSplitsBack(List<SplitT> splits, int subtask) {
        enumerator.addSplitsBack(splits, subtask);
    }

    @Override
    public void addReader(int subtask) {
        enumerator.addReader(subtask);
        if (stopped) {
            tell(subtask);
        }
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        enumerator.handleSourceEvent(subtask, event);
    }

    @Override
    public EnumT snapshotState(long checkpointId) throws Exception {
        return enumerator.snapshotState(checkpointId);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        enumerator.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        enumerator.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void close() throws IOException {
        enumerator.close();
    }
}
