package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.learner.LearnerReport;
import org.retain.datasets.segment.Draws;
import org.retain.jobs.command.JobConfiguration;
import org.retain.jobs.command.UsageException;
import org.retain.operators.feed.FeedSource;
import org.retain.operators.learner.LearnerOperator;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.learner.PretrainOrder;
import org.retain.operators.source.StopFile;
import org.retain.operators.source.StoppableSource;

/**
 * Recorded games become a policy: behavioural cloning over several passes, with games held out to
 * score it.
 *
 * <pre>{@code
 * flink run -c org.retain.jobs.PretrainJob retain-jobs-job.jar --input segments --output teacher
 * }</pre>
 *
 * <p>Pieces of games are played side by side in lanes: row b of the next batch goes on where row b
 * of this one ended. Place in the data, weights, optimiser and recurrent states lie in one
 * checkpoint.
 */
public final class PretrainJob {

    /** Directory of the reports below the output. */
    static final String METRICS_DIRECTORY = "metrics";

    private PretrainJob() {}

    public static void main(String[] args) throws Exception {
        Configuration config =
                JobDefaults.under(JobConfiguration.fromArgs("pretrain", args, options()));
        if (DemonstrationExport.TOPIC.equals(config.get(PretrainOptions.INPUT))) {
            throw new UsageException(
                    "Option --%s is %s, which ./retain pretrain takes; this job needs a directory of shards"
                            .formatted(PretrainOptions.INPUT.key(), DemonstrationExport.TOPIC));
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        build(env, config);
        env.execute(config.get(JobOptions.NAME) + " pretrain");
    }

    /** All options of the job, in the order in which help shows them. */
    static List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(PretrainOptions.ALL);
        options.add(1, LearnerOptions.OUTPUT);
        options.addAll(LearnerGroups.pretraining());
        options.add(JobOptions.NAME);
        options.add(JobOptions.CHECKPOINT_INTERVAL);
        return List.copyOf(options);
    }

    /** Wires the job between a directory of shards and the output directory. */
    static void build(StreamExecutionEnvironment env, ReadableConfig config) {
        String output = config.get(LearnerOptions.OUTPUT);
        env.fromSource(
                        new StoppableSource<>(source(config), new StopFile(output)),
                        WatermarkStrategy.noWatermarks(),
                        PretrainUid.SHARDS.uid())
                .uid(PretrainUid.SHARDS.uid())
                .setParallelism(1)
                .map(segment -> new Draws(segment, List.of(), 0))
                .returns(new AvroTypeInfo<>(Draws.class))
                .uid(PretrainUid.DRIVE.uid())
                .name("drive")
                .setParallelism(1)
                .transform(
                        "learner",
                        new AvroTypeInfo<>(LearnerReport.class),
                        LearnerOperator.pretraining(config))
                .uid(PretrainUid.LEARNER.uid())
                .setParallelism(1)
                .setMaxParallelism(1)
                .map(LearnerReport::toString)
                .returns(Types.STRING)
                .uid(PretrainUid.REPORTS.uid())
                .name("reports")
                .setParallelism(1)
                .sinkTo(metrics(output))
                .uid(PretrainUid.METRICS.uid())
                .name("metrics")
                .setParallelism(1);
    }

    private static FeedSource source(ReadableConfig config) {
        return new FeedSource(
                config.get(PretrainOptions.INPUT),
                config.get(PretrainOptions.LANES),
                0,
                PretrainOrder.of(config, EpisodeOrder.Part.TRAINING));
    }

    private static FileSink<String> metrics(String output) {
        return FileSink.forRowFormat(
                        new Path(output, METRICS_DIRECTORY), new SimpleStringEncoder<String>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build();
    }
}
