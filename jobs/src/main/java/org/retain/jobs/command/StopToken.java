package org.retain.jobs.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Asks a running command to stop, once, after Ctrl-C or a termination signal.
 *
 * <pre>{@code
 * try (var registration = stop.whenRequested(() -> jobClient.cancel())) {
 *     jobClient.getJobExecutionResult().get();
 * }
 * }</pre>
 *
 * <p>Thread-safe. The JVM stays up until the command has returned, so a command may end its native
 * threads, cancel its job and remove what is half written.
 */
public final class StopToken {

    private final CountDownLatch requested = new CountDownLatch(1);
    private final List<Runnable> actions = new ArrayList<>();

    /** Whether the command should stop. */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /**
     * Does nothing until a stop was requested.
     *
     * @throws StoppedException from then on
     */
    public void check() {
        if (requested()) {
            throw new StoppedException();
        }
    }

    /** Waits for the duration, or less when a stop is requested; tells whether it was. */
    public boolean await(Duration duration) throws InterruptedException {
        return requested.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs an action when a stop is requested, or now if it was. Closing the result forgets it. */
    public Registration whenRequested(Runnable action) {
        synchronized (actions) {
            if (!requested()) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        perform(action);
        return () -> {};
    }

    /** Requests the stop and runs the registered actions; later calls do nothing. */
    public void request() {
        List<Runnable> due;
        synchronized (actions) {
            requested.countDown();
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(StopToken::perform);
    }

    private void forget(Runnable action) {
        synchronized (actions) {
            actions.remove(action);
        }
    }

    private static void perform(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(StopToken.class).warn("An action on stop failed", e);
        }
    }

    /** An action that waits for a stop. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
