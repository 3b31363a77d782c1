package org.retain.operators.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStreamFactory;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;

/**
 * Checkpoints of an operator to files, one after the other, as a task takes them: the synchronous
 * part in the caller's thread, the asynchronous part in a thread of its own while the operator goes
 * on. Each is discarded, off the caller's thread, once the next is complete.
 */
final class TestingCheckpoints implements AutoCloseable {

    private static final int WRITE_BUFFER_BYTES = 4096;
    private static final int NO_INLINE_STATE = 0;

    private final AbstractStreamOperator<?> operator;
    private final Path directory;
    private final long intervalNanos;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private Future<?> running;
    private OperatorSubtaskState latest;
    private long triggered;
    private long next = System.nanoTime();

    TestingCheckpoints(AbstractStreamOperator<?> operator, Path directory, long intervalMillis) {
        this.operator = operator;
        this.directory = directory;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    }

    /**
     * Starts a checkpoint when one is due and none is under way.
     *
     * @return whether it did
     */
    boolean triggerWhenDue() throws Exception {
        if (System.nanoTime() < next || (running != null && !running.isDone())) {
            return false;
        }
        if (running != null) {
            running.get();
        }
        next = System.nanoTime() + intervalNanos;
        long id = ++triggered;
        OperatorSnapshotFutures futures =
                operator.snapshotState(
                        id,
                        id,
                        CheckpointOptions.forCheckpointWithDefaultLocation(),
                        location(directory));
        running = thread.submit(() -> finish(futures));
        return true;
    }

    @Override
    public void close() throws Exception {
        if (running != null) {
            running.get();
            latest.discardState();
        }
        thread.shutdown();
    }

    private OperatorSubtaskState finish(OperatorSnapshotFutures futures)
            throws InterruptedException, ExecutionException {
        OperatorSubtaskState previous = latest;
        latest = OperatorSnapshotFinalizer.create(futures).getJobManagerOwnedState();
        if (previous != null) {
            previous.discardState();
        }
        return latest;
    }

    private static FsCheckpointStreamFactory location(Path directory) {
        try {
            org.apache.flink.core.fs.Path path =
                    new org.apache.flink.core.fs.Path(
                            Files.createTempDirectory(directory, "checkpoint").toUri());
            return new FsCheckpointStreamFactory(
                    LocalFileSystem.getSharedInstance(),
                    path,
                    path,
                    NO_INLINE_STATE,
                    WRITE_BUFFER_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
