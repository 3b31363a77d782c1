package org.retain.jobs.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.SerializedThrowable;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Progress;
import org.retain.jobs.command.StopToken;
import org.retain.jobs.command.StoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A submitted job that a command waits for: shows how far it is, and cancels it when the command is
 * asked to stop.
 */
public final class JobRun {

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(30);
    private static final String OUR_PACKAGES = "org.retain.";
    private static final Pattern CLASS_NAMES =
            Pattern.compile("^([\\w.$]+\\.[\\w$]*(Exception|Error): )+");

    private final JobClient job;
    private final FlinkRest rest;
    private final CommandContext context;
    private Map<String, Object> accumulators = Map.of();
    private long written;

    public JobRun(JobCluster cluster, JobClient job, CommandContext context) {
        this.job = job;
        this.context = context;
        rest = new FlinkRest(cluster.webUi(), Duration.ofSeconds(2));
    }

    /**
     * Lets a cluster that is started with these settings show the progress of its jobs as it goes:
     * accumulators travel with the heartbeats of the tasks.
     */
    public static void showProgress(Configuration config) {
        config.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, HEARTBEAT);
        config.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT);
    }

    /**
     * Waits for the job's end.
     *
     * @param activity what the job does, for the progress
     * @param unit what it reads
     * @param station name of the station whose output counts; no other is chained behind it
     * @throws CommandException with the first cause when the job failed
     * @throws StoppedException when the command was asked to stop; the job is cancelled then
     */
    public JobExecutionResult await(String activity, String unit, String station)
            throws InterruptedException {
        try (Progress progress = context.progress(activity, unit)) {
            return await(() -> progress.moveTo(written(station)));
        }
    }

    /**
     * Waits for the end of a job that trains, showing its updates, and each new score of held-out
     * games.
     *
     * @throws CommandException with the first cause when the job failed
     * @throws StoppedException when the command was asked to stop; the job is cancelled then
     */
    public JobExecutionResult awaitTraining(String activity, long updates)
            throws InterruptedException {
        TrainingProgress training = new TrainingProgress(context.err());
        try (Progress progress = context.progress(activity, "updates", updates)) {
            return await(() -> progress.moveTo(training.show(accumulators())));
        }
    }

    /**
     * Waits for the end of a job that counts what it has done in an accumulator.
     *
     * @param total what the accumulator comes to
     * @throws CommandException with the first cause when the job failed
     * @throws StoppedException when the command was asked to stop; the job is cancelled then
     */
    public JobExecutionResult awaitCount(
            String activity, String unit, String accumulator, long total)
            throws InterruptedException {
        try (Progress progress = context.progress(activity, unit, total)) {
            JobExecutionResult result =
                    await(
                            () -> {
                                if (accumulators().get(accumulator) instanceof Long count) {
                                    progress.moveTo(count);
                                }
                            });
            progress.moveTo(total);
            return result;
        }
    }

    private JobExecutionResult await(Runnable show) throws InterruptedException {
        CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
        try (StopToken.Registration stop = context.stop().whenRequested(this::cancel)) {
            while (true) {
                try {
                    return result.get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    show.run();
                }
            }
        } catch (ExecutionException e) {
            context.stop().check();
            throw new CommandException("The job failed: %s".formatted(rootMessage(e)), e);
        }
    }

    /** The job's accumulators; those known last when Flink is slow to answer. */
    private Map<String, Object> accumulators() {
        try {
            accumulators = job.getAccumulators().get(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("No accumulators of the job", e);
        }
        return accumulators;
    }

    /** Records that the station has written so far; those known last when Flink is silent. */
    private long written(String station) {
        try {
            written =
                    rest.stations(job.getJobID().toHexString()).stream()
                            .filter(found -> found.name().contains(station))
                            .mapToLong(Station::written)
                            .findFirst()
                            .orElse(0);
        } catch (IOException e) {
            LOG.debug("No figures of the job", e);
        }
        return written;
    }

    private void cancel() {
        try {
            job.cancel().get(CANCEL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Job {} did not cancel", job.getJobID(), e);
        }
    }

    /** Our own sentence where there is one, for it says what to do; else the first cause's. */
    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !isOurs(cause)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return CLASS_NAMES.matcher(message).replaceFirst("");
    }

    private static boolean isOurs(Throwable cause) {
        String name =
                cause instanceof SerializedThrowable serialized
                        ? serialized.getOriginalErrorClassName()
                        : cause.getClass().getName();
        return name.startsWith(OUR_PACKAGES);
    }
}
