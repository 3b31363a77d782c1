package org.retain.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.datasets.experiment.Measurement;
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
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.probe.MeasurementFile;
import org.retain.operators.probe.ProbeOptions;
import org.retain.operators.probe.ProbeSettings;
import org.retain.operators.probe.WriteMeasurementsOperator;

/** {@code ./retain probe}: {@link ProbeJob} on a cluster within this JVM or elsewhere. */
final class ProbeCommand extends Command {

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public String summary() {
        return "Measure on recorded games how far policies have moved from their teacher";
    }

    @Override
    public String details() {
        return "Plays held-out games, or pieces of them, through each of the weights files and the"
                + " teacher, and writes one row for each measurement to probe.parquet in the output"
                + " directory: KL divergence, cross-entropy, accuracy, log-probability of the"
                + " teacher's likeliest action and entropy, by depth and turns, and the linear CKA"
                + " of each layer.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(ProbeJob.options());
        options.add(EmbeddedClusterOptions.WEB_PORT);
        options.add(ClusterOptions.CLUSTER);
        return options;
    }

    @Override
    public List<ConfigOption<?>> required() {
        return List.of(PretrainOptions.INPUT, ProbeOptions.TEACHER, ProbeOptions.OUTPUT);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) throws Exception {
        Path output = Path.of(given.get(ProbeOptions.OUTPUT)).toAbsolutePath().normalize();
        List<Measurement> measurements = probe(given, output, context);
        ProbeTable.print(measurements, context.out());
        return summary(measurements, output);
    }

    /**
     * Measures the weights files that the options name.
     *
     * @param output directory of {@link MeasurementFile}, whatever the options say
     * @return all measurements, by update
     */
    static List<Measurement> probe(Configuration given, Path output, CommandContext context)
            throws Exception {
        Configuration config = JobDefaults.under(given);
        config.set(ProbeOptions.OUTPUT, output.toString());
        ProbeSettings settings;
        try {
            settings = ProbeSettings.of(config);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
        JobRun.showProgress(config);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        ProbeJob.build(env, settings);
        try (JobCluster cluster = JobCluster.open(config, RequiredSlots.of(env))) {
            context.err().printf("Flink web UI at %s%n", cluster.webUi());
            JobClient job = cluster.submit(env, "probe");
            new JobRun(cluster, job, context)
                    .awaitCount(
                            "Probing",
                            "weights files",
                            WriteMeasurementsOperator.WEIGHTS,
                            settings.weights().size());
        }
        return MeasurementFile.read(output.toString())
                .orElseThrow(
                        () ->
                                new CommandException(
                                        "The job ended without %s in %s"
                                                .formatted(MeasurementFile.NAME, output)));
    }

    private static Summary summary(List<Measurement> measurements, Path output) {
        List<Map<String, Object>> weights = new ArrayList<>();
        for (long update :
                measurements.stream().mapToLong(Measurement::getUpdate).distinct().toArray()) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("update", update);
            measurements.stream()
                    .filter(m -> m.getUpdate() == update)
                    .forEach(m -> figures.put(name(m), m.getValue()));
            weights.add(figures);
        }
        return new Summary()
                .with("weights", weights)
                .with("measurements", measurements.size())
                .with("results", output.resolve(MeasurementFile.NAME).toString());
    }

    private static String name(Measurement measurement) {
        return measurement.getStratumKind().isEmpty()
                ? measurement.getMeasure()
                : "%s, %s %s"
                        .formatted(
                                measurement.getMeasure(),
                                measurement.getStratumKind(),
                                measurement.getStratum());
    }
}
