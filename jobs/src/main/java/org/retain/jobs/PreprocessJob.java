package org.retain.jobs;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.datasets.shard.PlannedShard;
import org.retain.datasets.shard.ShardCommit;
import org.retain.jobs.command.JobConfiguration;
import org.retain.operators.preprocess.ManifestSink;
import org.retain.operators.preprocess.PreprocessOptions;
import org.retain.operators.preprocess.PreprocessSettings;
import org.retain.operators.preprocess.ShardSource;
import org.retain.operators.preprocess.WriteShardFunction;

/**
 * Turns a directory of recorded games into Parquet shards of segments.
 *
 * <pre>{@code
 * flink run -c org.retain.jobs.PreprocessJob retain-job.jar --input nld-aa --output segments
 * }</pre>
 *
 * <p>A batch job, parallel over shards. Input and output are directories that all TaskManagers and
 * the JobManager see under the same path. The same input and options give the same bytes, whatever
 * the parallelism; a run that was killed is resumed by starting it again; what is visible is whole.
 */
public final class PreprocessJob {

    static final String NAME = "preprocess";

    /** Uids of the operators. */
    enum OperatorUid {
        SHARDS("shards"),
        WRITE("write"),
        MANIFEST("manifest");

        final String uid;

        OperatorUid(String uid) {
            this.uid = uid;
        }
    }

    private PreprocessJob() {}

    public static void main(String[] args) throws Exception {
        Configuration configuration = JobConfiguration.fromArgs(NAME, args, PreprocessOptions.ALL);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        configuration
                .getOptional(PreprocessOptions.PARALLELISM)
                .ifPresent(environment::setParallelism);
        build(environment, PreprocessSettings.of(configuration));
        environment.execute(NAME);
    }

    /** Describes the job; shards are written with the environment's parallelism. */
    static void build(StreamExecutionEnvironment environment, PreprocessSettings settings) {
        environment.configure(
                new Configuration()
                        .set(PipelineOptions.AUTO_GENERATE_UIDS, false)
                        .set(PipelineOptions.GENERIC_TYPES, false));
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        environment
                .fromSource(
                        new ShardSource(settings),
                        WatermarkStrategy.noWatermarks(),
                        OperatorUid.SHARDS.uid,
                        new AvroTypeInfo<>(PlannedShard.class))
                .uid(OperatorUid.SHARDS.uid)
                .map(new WriteShardFunction(settings))
                .returns(new AvroTypeInfo<>(ShardCommit.class))
                .uid(OperatorUid.WRITE.uid)
                .name(OperatorUid.WRITE.uid)
                .sinkTo(new ManifestSink(settings))
                .setParallelism(1)
                .uid(OperatorUid.MANIFEST.uid)
                .name(OperatorUid.MANIFEST.uid);
    }
}
