package org.retain.operators.environment.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.retain.operators.environment.EnvironmentException;

/** A process that is being started while episodes go on elsewhere. */
final class Successor implements AutoCloseable {

    private final FutureTask<WorkerProcess> task;

    private Successor(FutureTask<WorkerProcess> task) {
        this.task = task;
    }

    static Successor start(WorkerLauncher launcher, int slots, Duration timeout) {
        FutureTask<WorkerProcess> task =
                new FutureTask<>(() -> WorkerProcess.start(launcher, slots, timeout));
        Thread thread = new Thread(task, "start of " + launcher.title());
        thread.setDaemon(true);
        thread.start();
        return new Successor(task);
    }

    /** Whether {@link #await} has an answer at once. */
    boolean ready() {
        return task.isDone();
    }

    /**
     * The process, once it is there.
     *
     * @throws IOException when it cannot be started
     */
    WorkerProcess await() throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted before the process had started", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EnvironmentException refusal) {
                throw refusal;
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Ends the process, also one that is still starting. */
    @Override
    public void close() {
        Thread thread = new Thread(this::end, "end of a successor");
        thread.setDaemon(true);
        thread.start();
    }

    private void end() {
        try {
            task.get().retire();
        } catch (InterruptedException | ExecutionException e) {
            // There is none to end.
        }
    }
}
