package org.retain.jobs.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster of other processes. Jobs reach it with the jar that holds Retain's classes alone;
 * the libraries lie on the cluster's class path ({@code infra/README.md}). Jobs that shall outlive
 * the command are left running by not closing this.
 */
public final class RemoteCluster implements JobCluster {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteCluster.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SLOT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final URI address;
    private final List<Path> jars;
    private final FlinkRest rest;
    private final List<JobClient> submitted = new ArrayList<>();

    private RemoteCluster(URI address, List<Path> jars, FlinkRest rest) {
        this.address = address;
        this.jars = jars;
        this.rest = rest;
    }

    /**
     * Connects to the cluster named by {@link ClusterOptions#CLUSTER}, which {@link Attachment} may
     * have filled in.
     *
     * @throws ClusterException if it does not answer within 10 seconds or runs another Flink
     */
    public static RemoteCluster connect(ReadableConfig configuration) {
        return connect(configuration, List.of(Installation.jobJar()));
    }

    static RemoteCluster connect(ReadableConfig configuration, List<Path> jars) {
        String cluster =
                configuration
                        .getOptional(ClusterOptions.CLUSTER)
                        .orElseThrow(
                                () ->
                                        new ClusterException(
                                                "No cluster to attach to: give --cluster host:port"));
        URI address = parse(cluster);
        RemoteCluster remote =
                new RemoteCluster(address, jars, new FlinkRest(address, ANSWER_TIMEOUT));
        String version = remote.overview().flinkVersion();
        if (!minor(version).equals(minor(EnvironmentInformation.getVersion()))) {
            throw new ClusterException(
                    "Flink at %s is version %s, but Retain is built for %s; use a cluster of that version"
                            .formatted(address, version, EnvironmentInformation.getVersion()));
        }
        return remote;
    }

    @Override
    public URI webUi() {
        return address;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Waits up to 30 seconds for enough free slots.
     */
    @Override
    public JobClient submit(StreamExecutionEnvironment environment, String jobName) {
        awaitSlots(jobName, RequiredSlots.of(environment));
        JobClient job = JobSubmission.submit(environment, jobName, address, jars);
        submitted.add(job);
        return job;
    }

    /** Slots that no job occupies now. */
    public int freeSlots() {
        return overview().freeSlots();
    }

    @Override
    public void close() {
        for (JobClient job : submitted) {
            try {
                end(job);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("Job {} at {} may still run", job.getJobID(), address, e);
            }
        }
        submitted.clear();
    }

    private static void end(JobClient job)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        boolean asked = false;
        while (!status(job).isGloballyTerminalState()) {
            if (!asked) {
                job.cancel().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                asked = true;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("It did not cancel in time");
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    private static JobStatus status(JobClient job)
            throws InterruptedException, ExecutionException, TimeoutException {
        return job.getJobStatus().get(ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitSlots(String jobName, RequiredSlots required) {
        long deadline = System.nanoTime() + SLOT_TIMEOUT.toNanos();
        FlinkRest.Overview overview = overview();
        while (overview.freeSlots() < required.total()) {
            if (required.total() > overview.totalSlots() || System.nanoTime() > deadline) {
                throw new ClusterException(
                        "Job '%s' needs %s, but %d of the %d slots of Flink at %s are free; cancel a job in the web UI, or start the cluster with a higher taskmanager.numberOfTaskSlots (local: infra/local/config.yaml)"
                                .formatted(
                                        jobName,
                                        required,
                                        overview.freeSlots(),
                                        overview.totalSlots(),
                                        address));
            }
            try {
                Thread.sleep(POLL_INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClusterException("Interrupted while waiting for free slots", e);
            }
            overview = overview();
        }
    }

    private FlinkRest.Overview overview() {
        try {
            return rest.overview();
        } catch (IOException e) {
            throw new ClusterException(
                    "Flink at %s did not answer within %d s (%s); is its JobManager running there? Start a local cluster with ./retain up or correct --%s"
                            .formatted(
                                    address,
                                    ANSWER_TIMEOUT.toSeconds(),
                                    e,
                                    ClusterOptions.CLUSTER.key()),
                    e);
        }
    }

    private static URI parse(String cluster) {
        String text = cluster.contains("://") ? cluster : "http://" + cluster;
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw malformed(cluster, e);
        }
        if (address.getHost() == null || address.getPort() < 0) {
            throw malformed(cluster, null);
        }
        return address;
    }

    private static ClusterException malformed(String cluster, Exception cause) {
        return new ClusterException(
                "--%s is '%s', expected the REST address of a Flink cluster such as localhost:8081"
                        .formatted(ClusterOptions.CLUSTER.key(), cluster),
                cause);
    }

    private static String minor(String version) {
        return version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
    }
}
