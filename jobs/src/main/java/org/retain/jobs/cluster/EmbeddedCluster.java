package org.retain.jobs.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.operators.file.DirectoryDeletion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster inside this JVM with its web UI on the loopback interface.
 *
 * <pre>{@code
 * StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
 * FineTuneJob.build(environment, configuration);
 * try (EmbeddedCluster cluster = EmbeddedCluster.start(configuration, RequiredSlots.of(environment))) {
 *     JobClient job = cluster.submit(environment, "fine-tune");
 *     job.getJobExecutionResult().get();
 * }
 * }</pre>
 *
 * <p>It has exactly the slots asked for. Flink settings of the configuration hold unless they
 * concern addresses; without a restart strategy a job restarts three times, and without a
 * checkpoint directory checkpoints go to a temporary one. Closing cancels what still runs and waits
 * for its tasks, so that no thread is inside a native library when the JVM ends.
 */
public final class EmbeddedCluster implements JobCluster {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);
    private static final Duration SLOT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final int RESTARTS = 3;

    private final MiniCluster cluster;
    private final URI webUi;
    private final int slots;
    private final Path temporary;
    private boolean closed;

    private EmbeddedCluster(MiniCluster cluster, URI webUi, int slots, Path temporary) {
        this.cluster = cluster;
        this.webUi = webUi;
        this.slots = slots;
        this.temporary = temporary;
    }

    /**
     * Starts a cluster with one TaskManager.
     *
     * @throws ClusterException if the port of the web UI is taken or the cluster does not start
     */
    public static EmbeddedCluster start(Configuration given, RequiredSlots slots) {
        int port = given.get(EmbeddedClusterOptions.WEB_PORT);
        if (port != 0) {
            LoopbackPort.require(
                    port, "Flink's web UI", "--" + EmbeddedClusterOptions.WEB_PORT.key());
        }
        Path temporary = temporaryDirectory();
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(effective(given, port, temporary))
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots.total())
                                .setCommonBindAddress(LoopbackPort.HOST)
                                .build());
        try {
            cluster.start();
            return new EmbeddedCluster(
                    cluster, cluster.getRestAddress().get(), slots.total(), temporary);
        } catch (Exception e) {
            cluster.closeAsync()
                    .whenComplete((done, failure) -> DirectoryDeletion.delete(temporary));
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new ClusterException("The embedded Flink cluster did not start: " + e, e);
        }
    }

    @Override
    public URI webUi() {
        return webUi;
    }

    @Override
    public JobClient submit(StreamExecutionEnvironment environment, String jobName) {
        RequiredSlots required = RequiredSlots.of(environment);
        if (required.total() > slots) {
            throw new ClusterException(
                    "Job '%s' needs %s, but the embedded cluster was started with %d; start it with the sum over its jobs"
                            .formatted(jobName, required, slots));
        }
        return JobSubmission.submit(environment, jobName, webUi, List.of());
    }

    /**
     * Cancels running jobs, waits for their tasks and stops the cluster; further calls do nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            cancelJobs();
            cluster.closeAsync().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted before the embedded cluster had stopped");
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The embedded cluster did not stop in order", e);
        }
        DirectoryDeletion.delete(temporary);
    }

    private void cancelJobs() throws InterruptedException, ExecutionException, TimeoutException {
        for (JobID job : runningJobs()) {
            cluster.cancelJob(job)
                    .exceptionally(ended -> null)
                    .get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        while (!runningJobs().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("Jobs " + runningJobs() + " did not cancel");
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    private List<JobID> runningJobs() throws InterruptedException, ExecutionException {
        Collection<JobStatusMessage> jobs = cluster.listJobs().get();
        return jobs.stream()
                .filter(job -> !job.getJobState().isGloballyTerminalState())
                .map(JobStatusMessage::getJobId)
                .toList();
    }

    private static Configuration effective(Configuration given, int port, Path temporary) {
        Configuration configuration = new Configuration(given);
        configuration.set(RestOptions.ADDRESS, LoopbackPort.HOST);
        configuration.set(RestOptions.BIND_ADDRESS, LoopbackPort.HOST);
        configuration.set(RestOptions.PORT, port);
        configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
        configuration.set(JobManagerOptions.BIND_HOST, LoopbackPort.HOST);
        configuration.set(TaskManagerOptions.BIND_HOST, LoopbackPort.HOST);
        configuration.set(JobManagerOptions.SLOT_REQUEST_TIMEOUT, SLOT_TIMEOUT);
        if (!given.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)) {
            configuration.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    temporary.resolve("checkpoints").toUri().toString());
        }
        if (!given.contains(RestartStrategyOptions.RESTART_STRATEGY)) {
            configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
            configuration.set(
                    RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        }
        return configuration;
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("retain-cluster-");
        } catch (IOException e) {
            throw new ClusterException(
                    "No temporary directory for the cluster: " + e.getMessage(), e);
        }
    }
}
