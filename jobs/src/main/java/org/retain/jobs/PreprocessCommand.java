package org.retain.jobs;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.retain.datasets.shard.Manifest;
import org.retain.datasets.shard.PlannedShard;
import org.retain.datasets.shard.ShardDirectory;
import org.retain.datasets.shard.ShardException;
import org.retain.datasets.shard.ShardPlan;
import org.retain.datasets.shard.ShardPlanning;
import org.retain.jobs.cluster.EmbeddedCluster;
import org.retain.jobs.cluster.EmbeddedClusterOptions;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Progress;
import org.retain.jobs.command.StopToken;
import org.retain.jobs.command.StoppedException;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;
import org.retain.operators.preprocess.PreprocessMetrics;
import org.retain.operators.preprocess.PreprocessOptions;
import org.retain.operators.preprocess.PreprocessSettings;

/** {@code ./retain preprocess}: {@link PreprocessJob} on a cluster within this JVM. */
final class PreprocessCommand extends Command {

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return PreprocessJob.NAME;
    }

    @Override
    public String summary() {
        return "Turn recorded games into Parquet segments";
    }

    @Override
    public String details() {
        return "Reads ttyrec3 recordings in the layout of NLD-AA, reports the bad ones, and writes"
                + " shard-00000.parquet and so on and, at the end, manifest.json. A run that was"
                + " stopped is resumed by the same command.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(PreprocessOptions.ALL);
        options.add(EmbeddedClusterOptions.WEB_PORT);
        return options;
    }

    @Override
    public List<ConfigOption<?>> required() {
        return List.of(PreprocessOptions.INPUT, PreprocessOptions.OUTPUT);
    }

    @Override
    public Summary run(Configuration configuration, CommandContext context) throws Exception {
        PreprocessSettings settings = PreprocessSettings.of(configuration);
        int parallelism =
                configuration
                        .getOptional(PreprocessOptions.PARALLELISM)
                        .orElse(Runtime.getRuntime().availableProcessors());
        if (parallelism < 1) {
            throw new UsageException(
                    "--parallelism is %d, expected at least 1".formatted(parallelism));
        }
        ShardDirectory directory = new ShardDirectory(settings.outputPath());
        long games = pendingGames(settings, directory);
        Optional<Manifest> complete = directory.manifest();
        if (games == 0 && complete.isPresent()) {
            context.err().printf("%s is complete; nothing to do%n", settings.output());
            return PreprocessSummary.of(complete.get(), settings.output(), true);
        }
        execute(configuration, settings, parallelism, games, context);
        Manifest manifest =
                directory
                        .manifest()
                        .orElseThrow(
                                () ->
                                        new CommandException(
                                                "The job ended without a manifest in "
                                                        + settings.output()));
        PreprocessSummary.print(manifest, context.err());
        return PreprocessSummary.of(manifest, settings.output(), false);
    }

    /** Checks input, output and options before anything is started. */
    private static long pendingGames(PreprocessSettings settings, ShardDirectory directory)
            throws IOException {
        try {
            ShardPlan plan = ShardPlanning.plan(settings.inputPath(), settings.shards());
            if (plan.getShards().isEmpty()) {
                throw new CommandException(
                        "No game to preprocess in %s: %d files and directories cannot be used%s; give the directory that holds nle_data, or another filter"
                                .formatted(
                                        settings.input(),
                                        plan.getSkipped().size(),
                                        plan.getSkipped().isEmpty()
                                                ? ""
                                                : ", the first is "
                                                        + plan.getSkipped().get(0).getFile()));
            }
            directory.open().close();
            directory.begin(plan);
            long games = 0;
            for (PlannedShard shard : directory.pending(plan)) {
                games += shard.getGames().size();
            }
            return games;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    private static void execute(
            Configuration given,
            PreprocessSettings settings,
            int parallelism,
            long games,
            CommandContext context)
            throws Exception {
        Configuration configuration = new Configuration(given);
        // Progress travels with the heartbeats of the tasks.
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, HEARTBEAT);
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        PreprocessJob.build(environment, settings);
        try (EmbeddedCluster cluster =
                EmbeddedCluster.start(configuration, RequiredSlots.of(environment))) {
            context.err().printf("Flink web UI at %s%n", cluster.webUi());
            JobClient job = cluster.submit(environment, PreprocessJob.NAME);
            try (Progress progress = context.progress("Preprocessing", "games", games)) {
                await(job, progress, context.stop());
                progress.moveTo(games);
            }
        }
    }

    private static void await(JobClient job, Progress progress, StopToken stop)
            throws InterruptedException {
        CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
        while (true) {
            if (stop.requested()) {
                throw new StoppedException();
            }
            try {
                result.get(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                show(job, progress);
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }
    }

    private static void show(JobClient job, Progress progress) throws InterruptedException {
        try {
            Object games =
                    job.getAccumulators()
                            .get(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)
                            .get(PreprocessMetrics.GAMES);
            if (games != null) {
                progress.moveTo((Long) games);
            }
        } catch (ExecutionException | TimeoutException e) {
            // The next second asks again.
            return;
        }
    }

    private static CommandException failure(ExecutionException e) {
        Optional<ShardException> ours = ExceptionUtils.findThrowable(e, ShardException.class);
        Throwable root = ours.isPresent() ? ours.get() : ExceptionUtils.stripExecutionException(e);
        Throwable cause = root;
        while (ours.isEmpty() && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new CommandException(cause.getMessage(), e);
    }
}
