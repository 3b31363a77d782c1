package org.retain.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.cluster.Attachment;
import org.retain.jobs.cluster.ClusterOptions;
import org.retain.jobs.cluster.EmbeddedClusterOptions;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.RemoteCluster;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.ExperimentDirectory;
import org.retain.jobs.experiment.ExperimentFile;
import org.retain.jobs.report.ReportWriter;
import org.retain.operators.environment.nethack.NetHackOptions;

/** {@code ./retain experiment NAME|FILE.yaml}: methods × seeds, and what they came to. */
public final class ExperimentCommand extends Command {

    @Override
    public String name() {
        return "experiment";
    }

    @Override
    public String summary() {
        return "Run methods and seeds as a file says, and report what they came to";
    }

    @Override
    public String details() {
        return "Runs one after another in this process, with a broker and a Flink cluster of its"
                + " own; toy problems are one job with all runs. With --cluster the jobs run there"
                + " but for preprocessing,"
                + " over topics of their own, which are deleted after each run, on the broker of"
                + " --bootstrap-servers or of ./retain up. The results are Parquet files"
                + " below results, the report is report/index.html. An experiment that was stopped"
                + " goes on with the same command; runs that are over are not repeated, those that"
                + " failed are tried again.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(
                ExperimentOptions.OUTPUT,
                ExperimentOptions.QUICK,
                ExperimentOptions.PLAN,
                ExperimentOptions.SEGMENTS,
                ExperimentOptions.TEACHER,
                NetHackOptions.LIBRARY,
                EmbeddedClusterOptions.WEB_PORT,
                ClusterOptions.CLUSTER,
                KafkaOptions.BOOTSTRAP_SERVERS,
                TopicOptions.PREFIX,
                KafkaOptions.CONNECT_TIMEOUT,
                KafkaOptions.PROPERTIES);
    }

    @Override
    public Optional<ConfigOption<List<String>>> positional() {
        return Optional.of(ExperimentOptions.EXPERIMENT);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) throws Exception {
        List<String> asked = given.get(ExperimentOptions.EXPERIMENT);
        if (asked.size() != 1) {
            throw new UsageException(
                    "%d experiments are given (%s), expected one"
                            .formatted(asked.size(), String.join(" ", asked)));
        }
        boolean quick = given.get(ExperimentOptions.QUICK);
        Experiment experiment = ExperimentFile.read(asked.get(0), quick);
        Path output =
                Path.of(
                                given.getOptional(ExperimentOptions.OUTPUT)
                                        .orElse(
                                                "experiments/%s%s"
                                                        .formatted(
                                                                experiment.name(),
                                                                quick ? "-quick" : "")))
                        .toAbsolutePath()
                        .normalize();
        ExperimentPlan.check(experiment, given);
        if (given.get(ExperimentOptions.PLAN)) {
            experiment.runs().forEach(run -> context.out().println(run.name()));
            return new Summary()
                    .with("experiment", experiment.name())
                    .with("runs", experiment.runs().size());
        }
        try (ExperimentDirectory directory = ExperimentDirectory.open(output, experiment)) {
            List<String> failed = execute(experiment, directory, given, context);
            directory.follow(Map.of(ExperimentDirectory.COMMAND, line(asked.get(0), given)));
            return summary(experiment, directory, failed);
        }
    }

    private static Summary summary(
            Experiment experiment, ExperimentDirectory directory, List<String> failed)
            throws IOException {
        Path report = ReportWriter.write(directory.root());
        if (!failed.isEmpty()) {
            throw new CommandException(
                    "%d runs of %s failed (%s); the others are in %s, and the same command tries these again"
                            .formatted(
                                    failed.size(),
                                    experiment.name(),
                                    String.join(", ", failed),
                                    directory.results()));
        }
        return new Summary()
                .with("experiment", experiment.name())
                .with("runs", directory.records().size())
                .with("results", directory.results().toString())
                .with("report", report.toString());
    }

    /** The command line that asks for this again, wherever the jobs run. */
    private static String line(String experiment, Configuration given) {
        StringBuilder line = new StringBuilder("./retain experiment ").append(word(experiment));
        if (given.get(ExperimentOptions.QUICK)) {
            line.append(" --").append(ExperimentOptions.QUICK.key());
        }
        for (ConfigOption<String> option :
                List.of(
                        ExperimentOptions.SEGMENTS,
                        ExperimentOptions.TEACHER,
                        ExperimentOptions.OUTPUT)) {
            given.getOptional(option)
                    .ifPresent(v -> line.append(" --%s %s".formatted(option.key(), word(v))));
        }
        return line.toString();
    }

    private static String word(String value) {
        return value.matches("[\\w./+:@-]+")
                ? value
                : "'%s'".formatted(value.replace("'", "'\\''"));
    }

    private static List<String> execute(
            Experiment experiment,
            ExperimentDirectory directory,
            Configuration given,
            CommandContext context)
            throws Exception {
        Configuration config = new Configuration(given);
        config.removeConfig(ExperimentOptions.OUTPUT);
        boolean elsewhere = config.contains(ClusterOptions.CLUSTER);
        return switch (experiment.kind()) {
            case NETHACK ->
                    new NetHackExperiment(
                                    elsewhere ? Attachment.withBroker(config) : config,
                                    experiment,
                                    context)
                            .run(directory);
            case TWO_STATE_MDP, APPLE_RETRIEVAL -> {
                if (!config.contains(JobOptions.PARALLELISM)) {
                    config.set(
                            JobOptions.PARALLELISM,
                            Math.min(
                                    Math.min(JobDefaults.MAX_PARALLELISM, experiment.runs().size()),
                                    elsewhere
                                            ? Math.max(1, RemoteCluster.connect(config).freeSlots())
                                            : Runtime.getRuntime().availableProcessors()));
                }
                new ToyExperiment(experiment).run(directory, config, context);
                yield List.of();
            }
        };
    }
}
