package org.retain.jobs;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.parquet.EpisodeParquet;
import org.retain.jobs.cluster.ClusterOptions;
import org.retain.jobs.cluster.EmbeddedClusterOptions;
import org.retain.jobs.cluster.JobCluster;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;
import org.retain.operators.environment.EnvironmentException;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.evaluation.EpisodeFile;
import org.retain.operators.evaluation.EvaluateOptions;
import org.retain.operators.evaluation.EvaluationReport;
import org.retain.operators.evaluation.WriteEpisodesOperator;
import org.retain.operators.file.AtomicFile;
import org.retain.operators.policy.InvalidWeightsException;

/**
 * {@code ./retain evaluate}: {@link EvaluateJob} on a cluster within this JVM or elsewhere,
 * resumable.
 */
final class EvaluateCommand extends Command {

    /** What the unfinished run in a directory evaluates. */
    private static final String LINEAGE = "evaluation.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "evaluate";
    }

    @Override
    public String summary() {
        return "Play episodes with a policy, and tell what they came to";
    }

    @Override
    public String details() {
        return "Every listed episode is played to its end and counted once; one row each is written"
                + " to episodes.parquet in the output directory. The interval is the 95 % bootstrap"
                + " interval of the interquartile mean (IQM). A run that was stopped goes on with"
                + " the same command.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(EvaluateJob.options());
        options.add(EmbeddedClusterOptions.WEB_PORT);
        options.add(ClusterOptions.CLUSTER);
        return options;
    }

    @Override
    public List<ConfigOption<?>> required() {
        return List.of(EvaluateOptions.WEIGHTS, EnvironmentOptions.NAME, EvaluateOptions.OUTPUT);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) throws Exception {
        Path output = Path.of(given.get(EvaluateOptions.OUTPUT)).toAbsolutePath().normalize();
        EpisodeParquet episodes = evaluate(given, output, context);
        EvaluationTable.print(EvaluationReport.of(episodes.episodes()), context.out());
        return summary(episodes, output);
    }

    /** Plays what is not played yet, and gives all episodes. */
    static EpisodeParquet evaluate(Configuration given, Path output, CommandContext context)
            throws Exception {
        Configuration config = JobDefaults.under(given);
        config.set(EvaluateOptions.OUTPUT, output.toString());
        EvaluatePlan plan = plan(config);
        Optional<EpisodeParquet> done = EpisodeFile.read(output.toString());
        if (done.isPresent()) {
            requireSame(plan, done.get().lineage(), output);
            context.err().printf("%s is complete; nothing to do%n", output);
            return done.get();
        }
        begin(plan, output);
        RetainedCheckpoints.resume(config, output, context);
        play(config, plan, context);
        return EpisodeFile.read(output.toString())
                .orElseThrow(
                        () ->
                                new CommandException(
                                        "The job ended without %s in %s"
                                                .formatted(EpisodeFile.NAME, output)));
    }

    /** Checks options and weights; nothing is started when something is wrong. */
    private static EvaluatePlan plan(Configuration config) {
        try {
            return EvaluatePlan.of(config);
        } catch (InvalidWeightsException | EnvironmentException e) {
            throw new CommandException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static void begin(EvaluatePlan plan, Path output) throws IOException {
        Path file = output.resolve(LINEAGE);
        if (Files.exists(file)) {
            requireSame(
                    plan,
                    JSON.readValue(file.toFile(), new TypeReference<Map<String, String>>() {}),
                    output);
        }
        AtomicFile.write(
                new org.apache.flink.core.fs.Path(file.toUri()),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(plan.lineage()));
    }

    private static void requireSame(EvaluatePlan plan, Map<String, String> there, Path output) {
        String difference = plan.difference(there);
        if (difference != null) {
            throw new UsageException(
                    "%s holds another evaluation: %s; give another --%s"
                            .formatted(output, difference, EvaluateOptions.OUTPUT.key()));
        }
    }

    private static void play(Configuration config, EvaluatePlan plan, CommandContext context)
            throws Exception {
        JobRun.showProgress(config);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        EvaluateJob.build(env, plan);
        try (JobCluster cluster = JobCluster.open(config, RequiredSlots.of(env))) {
            context.err().printf("Flink web UI at %s%n", cluster.webUi());
            JobClient job = cluster.submit(env, "evaluate");
            new JobRun(cluster, job, context)
                    .awaitCount(
                            "Evaluating",
                            "episodes",
                            WriteEpisodesOperator.EPISODES,
                            plan.settings().seeds().size());
        }
    }

    private static Summary summary(EpisodeParquet file, Path output) {
        EvaluationReport report = EvaluationReport.of(file.episodes());
        return new Summary()
                .with("episodes", report.episodes())
                .with("mean_score", report.mean())
                .with("median_score", report.median())
                .with("iqm_score", report.interquartileMean())
                .with("interval", List.of(report.interval().low(), report.interval().high()))
                .with("seeds", file.episodes().stream().map(Episode::getSeed).toList())
                .with("results", output.resolve(EpisodeFile.NAME).toString());
    }
}
