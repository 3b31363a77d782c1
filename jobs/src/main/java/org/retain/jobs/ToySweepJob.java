package org.retain.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.formats.avro.AvroWriters;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.experiment.ToyRunResult;
import org.retain.datasets.experiment.ToyRunSpec;
import org.retain.jobs.cluster.JobCluster;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.UsageException;
import org.retain.operators.file.DirectoryDeletion;
import org.retain.operators.sweep.SweepFunction;
import org.retain.operators.sweep.ToyRun;

/**
 * A sweep over a toy problem: one bounded job whose records are runs, each computed in one place
 * from its spec alone.
 *
 * <pre>{@code
 * ToySweepJob.Result result = ToySweepJob.run(specs, config, directory, context);
 * }</pre>
 *
 * <p>Parallel over runs; the same specs give the same result whatever the parallelism. A sweep that
 * was stopped or failed begins anew: it takes minutes.
 */
final class ToySweepJob {

    private ToySweepJob() {}

    /**
     * What became of a sweep.
     *
     * @param runs in the order of their specs
     * @param measurements run by run in the same order, by update within a run
     */
    record Result(List<ExperimentRun> runs, List<Measurement> measurements) {}

    /**
     * Computes runs on a cluster within this JVM or elsewhere, showing progress.
     *
     * @param runs whose names differ
     * @param config settings of Flink, {@link JobOptions#PARALLELISM} and the cluster
     * @param directory below which the job's results lie until it has ended
     * @throws UsageException when a spec is wrong; nothing has started then
     * @throws org.retain.jobs.command.CommandException when the job failed
     */
    static Result run(
            List<ToyRunSpec> runs, Configuration config, Path directory, CommandContext context)
            throws Exception {
        Map<String, Integer> order = order(runs);
        Path output = Files.createTempDirectory(directory, "sweep-");
        try {
            Configuration effective = configuration(config);
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(effective);
            build(env, runs, output.toString());
            try (JobCluster cluster = JobCluster.open(effective, RequiredSlots.of(env))) {
                JobClient job = cluster.submit(env, "sweep");
                new JobRun(cluster, job, context)
                        .awaitCount("Computing", "runs", SweepFunction.RUNS, runs.size());
            }
            return result(read(output), order);
        } finally {
            DirectoryDeletion.delete(output);
        }
    }

    /** Wires the job; each part file of the output holds {@link ToyRunResult}s in no order. */
    static void build(StreamExecutionEnvironment env, List<ToyRunSpec> runs, String output) {
        env.setRuntimeMode(RuntimeExecutionMode.BATCH);
        env.fromData(runs, new AvroTypeInfo<>(ToyRunSpec.class))
                .uid(ToySweepUid.RUNS.uid())
                .name(ToySweepUid.RUNS.uid())
                .setParallelism(1)
                .rebalance()
                .process(new SweepFunction())
                .returns(new AvroTypeInfo<>(ToyRunResult.class))
                .uid(ToySweepUid.SWEEP.uid())
                .name(ToySweepUid.SWEEP.uid())
                .sinkTo(
                        FileSink.forBulkFormat(
                                        new org.apache.flink.core.fs.Path(output),
                                        AvroWriters.forSpecificRecord(ToyRunResult.class))
                                .build())
                .uid(ToySweepUid.RESULTS.uid())
                .name(ToySweepUid.RESULTS.uid());
    }

    private static Configuration configuration(Configuration given) {
        Configuration defaults = new Configuration();
        JobRun.showProgress(defaults);
        defaults.addAll(given);
        return JobDefaults.under(defaults);
    }

    private static Map<String, Integer> order(List<ToyRunSpec> runs) {
        if (runs.isEmpty()) {
            throw new UsageException("The sweep has no runs; give at least one");
        }
        Map<String, Integer> order = new HashMap<>();
        for (ToyRunSpec run : runs) {
            try {
                ToyRun.of(run);
            } catch (IllegalArgumentException e) {
                throw new UsageException(e.getMessage(), e);
            }
            if (order.put(run.getRun(), order.size()) != null) {
                throw new UsageException(
                        "Two runs of the sweep are named %s; give each a name of its own"
                                .formatted(run.getRun()));
            }
        }
        return order;
    }

    private static List<ToyRunResult> read(Path output) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(output)) {
            // What an attempt that failed left unfinished begins with a dot.
            files =
                    found.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .toList();
        }
        List<ToyRunResult> results = new ArrayList<>();
        for (Path file : files) {
            try (DataFileReader<ToyRunResult> reader =
                    new DataFileReader<>(
                            file.toFile(), new SpecificDatumReader<>(ToyRunResult.class))) {
                reader.forEach(results::add);
            }
        }
        return results;
    }

    private static Result result(List<ToyRunResult> found, Map<String, Integer> order) {
        ToyRunResult[] ordered = new ToyRunResult[order.size()];
        found.forEach(result -> ordered[order.get(result.getRun().getRun())] = result);
        List<ExperimentRun> runs = new ArrayList<>();
        List<Measurement> measurements = new ArrayList<>();
        for (ToyRunResult result : ordered) {
            runs.add(result.getRun());
            measurements.addAll(result.getMeasurements());
        }
        return new Result(runs, measurements);
    }
}
