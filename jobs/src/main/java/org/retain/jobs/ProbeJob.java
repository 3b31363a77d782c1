package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.retain.datasets.experiment.Measurement;
import org.retain.jobs.command.JobConfiguration;
import org.retain.operators.probe.ProbeFunction;
import org.retain.operators.probe.ProbeOptions;
import org.retain.operators.probe.ProbeSettings;
import org.retain.operators.probe.WriteMeasurementsOperator;

/**
 * Weights files are measured on recorded episodes beside a teacher; each measurement becomes a row
 * of a Parquet file.
 *
 * <pre>{@code
 * flink run -c org.retain.jobs.ProbeJob retain-jobs-job.jar --input segments \
 *     --weights-directory run/snapshots --teacher best.safetensors --output probe
 * }</pre>
 *
 * <p>Bounded, parallel over weights files.
 */
public final class ProbeJob {

    private ProbeJob() {}

    public static void main(String[] args) throws Exception {
        Configuration config =
                JobDefaults.under(JobConfiguration.fromArgs("probe", args, options()));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        build(env, ProbeSettings.of(config));
        env.execute(config.get(JobOptions.NAME) + " probe");
    }

    /** All options of the job, in the order in which help shows them. */
    static List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(ProbeOptions.ALL);
        options.add(JobOptions.NAME);
        options.add(JobOptions.PARALLELISM);
        options.add(JobOptions.CHECKPOINT_INTERVAL);
        return List.copyOf(options);
    }

    /** Wires the job; what it writes is named by the settings. */
    static void build(StreamExecutionEnvironment env, ProbeSettings settings) {
        env.fromSequence(0, settings.weights().size() - 1L)
                .uid(ProbeUid.WEIGHTS.uid())
                .name(ProbeUid.WEIGHTS.uid())
                .process(new ProbeFunction(settings))
                .returns(new AvroTypeInfo<>(Measurement.class))
                .uid(ProbeUid.PROBE.uid())
                .name(ProbeUid.PROBE.uid())
                .transform(
                        ProbeUid.WRITE.uid(),
                        Types.LONG,
                        new WriteMeasurementsOperator(settings.output()))
                .uid(ProbeUid.WRITE.uid())
                .setParallelism(1)
                .setMaxParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .uid(ProbeUid.PROGRESS.uid())
                .name(ProbeUid.PROGRESS.uid())
                .setParallelism(1);
    }
}
