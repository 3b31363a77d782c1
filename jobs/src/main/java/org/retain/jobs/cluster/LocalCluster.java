package org.retain.jobs.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.retain.datasets.shard.LockFile;
import org.retain.jobs.command.StopToken;

/**
 * A Kafka broker, a JobManager and a TaskManager as processes of their own on this machine, which
 * outlive the command that starts them.
 *
 * <p>A start either ends with everything ready or leaves no process behind. Only one start or stop
 * works on a state directory at a time.
 */
final class LocalCluster {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration REST_TIMEOUT = Duration.ofSeconds(5);

    private final Path stateDirectory;
    private final Consumer<String> report;
    private final StopToken stop;

    /**
     * @param report takes a line for each thing that happens
     * @param stop ends a start early
     */
    LocalCluster(Path stateDirectory, Consumer<String> report, StopToken stop) {
        this.stateDirectory = stateDirectory;
        this.report = report;
        this.stop = stop;
    }

    /**
     * Starts what is not up yet.
     *
     * @return whether it was started now; false if it was up already
     */
    boolean up(Configuration given) throws InterruptedException {
        try (Closeable lock = lock()) {
            Optional<LocalClusterState> earlier = LocalClusterState.read(stateDirectory);
            if (earlier.isPresent() && earlier.get().isUp()) {
                return false;
            }
            if (earlier.isPresent()) {
                report.accept(
                        "An earlier local cluster ended without ./retain down; removing what is left of it");
                stopProcesses(earlier.get());
            }
            start(given);
            return true;
        }
    }

    /**
     * Cancels the jobs and ends every process.
     *
     * @return what was stopped, or nothing if there was no local cluster
     */
    Optional<Stopped> down() throws InterruptedException {
        try (Closeable lock = lock()) {
            Optional<LocalClusterState> state = LocalClusterState.read(stateDirectory);
            if (state.isEmpty()) {
                return Optional.empty();
            }
            int jobs = cancelJobs(state.get());
            return Optional.of(new Stopped(jobs, stopProcesses(state.get())));
        }
    }

    LocalClusterState state() {
        return LocalClusterState.read(stateDirectory).orElseThrow();
    }

    private void start(Configuration given) throws InterruptedException {
        LocalClusterStart start = new LocalClusterStart(given, stateDirectory, report, stop);
        boolean ready = false;
        try {
            start.run();
            ready = true;
        } finally {
            Optional<LocalClusterState> state = LocalClusterState.read(stateDirectory);
            if (!ready && state.isPresent()) {
                report.accept("The local cluster did not become ready; ending its processes");
                stopProcesses(state.get());
            }
        }
    }

    /**
     * Running jobs are cancelled first, since libtorch must not be unloaded under a thread that
     * computes.
     */
    private int cancelJobs(LocalClusterState state) throws InterruptedException {
        FlinkRest rest = new FlinkRest(state.webUi(), REST_TIMEOUT);
        try {
            List<FlinkRest.Job> jobs = rest.runningJobs();
            for (FlinkRest.Job job : jobs) {
                report.accept("Cancelling job '%s' (%s)".formatted(job.name(), job.id()));
                rest.cancel(job);
            }
            long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
            while (!rest.runningJobs().isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(POLL_INTERVAL.toMillis());
            }
            return jobs.size();
        } catch (IOException e) {
            report.accept(
                    "Flink at %s does not answer, so no job was cancelled"
                            .formatted(state.webUi()));
            return 0;
        }
    }

    private List<String> stopProcesses(LocalClusterState state) throws InterruptedException {
        List<ClusterProcess> running = state.running();
        for (ClusterProcess process : running) {
            boolean inOrder = process.terminate(STOP_TIMEOUT);
            report.accept(
                    inOrder
                            ? "Stopped %s".formatted(process.role())
                            : "Killed %s, which did not stop within %d s"
                                    .formatted(process.role(), STOP_TIMEOUT.toSeconds()));
        }
        LocalClusterState.delete(stateDirectory);
        return running.stream().map(ClusterProcess::role).toList();
    }

    private Closeable lock() {
        Path file = stateDirectory.resolve("cluster.lock");
        try {
            LockFile lock =
                    LockFile.tryAcquire(file)
                            .orElseThrow(
                                    () ->
                                            new ClusterException(
                                                    "Another ./retain up or down is at work on %s; wait for its end"
                                                            .formatted(stateDirectory)));
            return () -> release(lock);
        } catch (IOException e) {
            throw new ClusterException("Lock file %s cannot be used: %s".formatted(file, e), e);
        }
    }

    private static void release(LockFile lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new ClusterException("The lock on the local cluster cannot be released: " + e, e);
        }
    }

    /** A lock whose release has no checked exception. */
    private interface Closeable extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * What {@link #down()} did.
     *
     * @param cancelledJobs jobs that were still running
     * @param processes roles of the processes that were running, in the order of their end
     */
    record Stopped(int cancelledJobs, List<String> processes) {}
}
