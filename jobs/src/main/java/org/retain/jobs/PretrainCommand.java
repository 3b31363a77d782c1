package org.retain.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.jobs.cluster.ClusterOptions;
import org.retain.jobs.cluster.EmbeddedClusterOptions;
import org.retain.jobs.cluster.JobCluster;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.LearnerResult;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.learner.PretrainOrder;

/**
 * {@code ./retain pretrain}: {@link PretrainJob} on a cluster within this JVM or elsewhere,
 * resumable. A topic is first written to shards, see {@link DemonstrationExport}.
 */
final class PretrainCommand extends Command {

    private static final String SEGMENTS = "segments";

    @Override
    public String name() {
        return "pretrain";
    }

    @Override
    public String summary() {
        return "Clone a policy from recorded games, to be the teacher and the student's start";
    }

    @Override
    public String details() {
        return "Trains on Parquet segments for some passes, or until --max-updates or --max-minutes,"
                + " and scores games that are held out. The best weights are best.safetensors in"
                + " the output directory. A run that was stopped goes on with the same command.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(PretrainJob.options());
        options.addAll(
                List.of(
                        EmbeddedClusterOptions.WEB_PORT,
                        ClusterOptions.CLUSTER,
                        KafkaOptions.BOOTSTRAP_SERVERS,
                        TopicOptions.PREFIX,
                        KafkaOptions.CONNECT_TIMEOUT,
                        TopicOptions.MAX_SEGMENT_SIZE,
                        KafkaOptions.PROPERTIES));
        return options;
    }

    @Override
    public List<ConfigOption<?>> required() {
        return List.of(PretrainOptions.INPUT, LearnerOptions.OUTPUT);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) throws Exception {
        Path output = Path.of(given.get(LearnerOptions.OUTPUT)).toAbsolutePath().normalize();
        Optional<JsonNode> done = LearnerResult.read(output.toString());
        if (done.isPresent()) {
            context.err().printf("%s is complete; nothing to do%n", output);
            return summary(done.get());
        }
        Configuration config = configuration(given, output, context);
        if (config.get(PretrainOptions.INPUT).equals(DemonstrationExport.TOPIC)) {
            Path segments = output.resolve(SEGMENTS);
            DemonstrationExport.to(segments, config, context);
            config.set(PretrainOptions.INPUT, segments.toString());
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        long updates = build(env, config);
        try (JobCluster cluster = JobCluster.open(config, RequiredSlots.of(env))) {
            context.err().printf("Flink web UI at %s%n", cluster.webUi());
            JobClient job = cluster.submit(env, "pretrain");
            new JobRun(cluster, job, context).awaitTraining("Pre-training", updates);
        }
        return summary(
                LearnerResult.read(output.toString())
                        .orElseThrow(
                                () ->
                                        new CommandException(
                                                "The job ended without %s in %s"
                                                        .formatted(LearnerResult.NAME, output))));
    }

    /** Wires the job; returns its updates. Nothing is started when something is wrong. */
    private static long build(StreamExecutionEnvironment env, Configuration config) {
        try {
            PretrainJob.build(env, config);
            PretrainOrder.requireHeldOut(config);
            return PretrainOrder.updates(config);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    private static Configuration configuration(
            Configuration given, Path output, CommandContext context) {
        Configuration config = JobDefaults.under(given);
        config.set(LearnerOptions.OUTPUT, output.toString());
        JobRun.showProgress(config);
        RetainedCheckpoints.resume(config, output, context);
        return config;
    }

    private static Summary summary(JsonNode report) {
        JsonNode figures = report.path("figures");
        Summary summary =
                new Summary()
                        .with("updates", report.path("updates").asLong())
                        .with("frames", report.path("frames").asLong())
                        .with("minutes", report.path("minutes").asDouble());
        for (String figure : List.of("held_out_accuracy", "held_out_cross_entropy")) {
            summary.with(figure, figures.has(figure) ? figures.path(figure).asDouble() : null);
        }
        return summary.with("weights", report.path("weights").asText())
                .with("sha256", report.path("sha256").asText())
                .with("stopped", report.path("stopped").asText());
    }
}
