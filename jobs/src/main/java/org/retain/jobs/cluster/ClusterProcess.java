package org.retain.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of the local cluster, started by this JVM or an earlier one.
 *
 * @param role what it is, such as {@code taskmanager}
 * @param pid its process id
 * @param started when it started, in milliseconds since the epoch; tells it from a later process
 *     with the same id
 */
record ClusterProcess(String role, long pid, long started) {
    private static final long CLOCK_TOLERANCE_MS = 2_000;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    static ClusterProcess of(String role, ProcessHandle handle) {
        return new ClusterProcess(role, handle.pid(), startOf(handle).orElse(0L));
    }

    boolean isRunning() {
        return handle().isPresent();
    }

    /**
     * Asks the process to end and waits; kills it when it has not ended in time.
     *
     * @return whether it ended by itself
     */
    boolean terminate(Duration timeout) throws InterruptedException {
        handle().ifPresent(ProcessHandle::destroy);
        if (awaitEnd(timeout)) {
            return true;
        }
        kill();
        awaitEnd(timeout);
        return false;
    }

    void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    private boolean awaitEnd(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (isRunning()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
        return true;
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(this::startedThen)
                .filter(handle -> !isZombie());
    }

    private boolean startedThen(ProcessHandle handle) {
        return started == 0
                || startOf(handle)
                        .map(start -> Math.abs(start - started) <= CLOCK_TOLERANCE_MS)
                        .orElse(true);
    }

    /**
     * An ended process stays listed where the first process of a container collects no children.
     */
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Long> startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli);
    }
}
