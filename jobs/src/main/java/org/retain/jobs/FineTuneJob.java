package org.retain.jobs;

import static org.retain.jobs.FineTuneUid.ASSEMBLE;
import static org.retain.jobs.FineTuneUid.BATCH_METRICS;
import static org.retain.jobs.FineTuneUid.DEAD_LETTERS;
import static org.retain.jobs.FineTuneUid.DECODE;
import static org.retain.jobs.FineTuneUid.LEARNER;
import static org.retain.jobs.FineTuneUid.LEARNER_METRICS;
import static org.retain.jobs.FineTuneUid.MEMORY;
import static org.retain.jobs.FineTuneUid.MEMORY_METRICS;
import static org.retain.jobs.FineTuneUid.METRICS;
import static org.retain.jobs.FineTuneUid.SEGMENTS;
import static org.retain.jobs.FineTuneUid.TARGET;
import static org.retain.jobs.FineTuneUid.TRAINING_BATCHES;
import static org.retain.jobs.FineTuneUid.WEIGHTS;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.datasets.kafka.RawRecord;
import org.retain.datasets.learner.LearnerReport;
import org.retain.datasets.segment.BatchCounters;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.MemorySummary;
import org.retain.datasets.segment.Segment;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.JobConfiguration;
import org.retain.operators.decode.DecodeFunction;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.AssembleOperator;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.BatchShape;
import org.retain.operators.learner.LearnerOperator;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.memory.EpisodicMemoryFunction;
import org.retain.operators.memory.MemoryShard;
import org.retain.operators.target.TargetOperator;
import org.retain.operators.target.TargetOptions;

/**
 * Demonstrations and rollouts from Kafka, with the teacher's targets and draws from the episodic
 * memory, train the student: decode, target, memory, learner. Where training happens elsewhere the
 * learner's place is taken by the assembly of batches.
 *
 * <pre>{@code
 * flink run -c org.retain.jobs.FineTuneJob retain-jobs-job.jar \
 *     --bootstrap-servers localhost:9092 --target.teacher file:///weights/teacher.safetensors
 * }</pre>
 *
 * <p>Each segment's effect on teacher state, memory, weights and batches is exactly once: all of
 * them and the log's offsets lie in one checkpoint, and batches become visible with it.
 */
public final class FineTuneJob {

    private static final TypeInformation<byte[]> BYTES =
            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

    private FineTuneJob() {}

    public static void main(String[] args) throws Exception {
        Configuration given = JobConfiguration.fromArgs("finetune", args, FineTuneOptions.all());
        requireTopics(given);
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        build(env, config);
        env.execute(config.get(JobOptions.NAME) + " finetune");
    }

    /**
     * Checks before a start that Kafka answers and has the topics.
     *
     * @throws org.retain.jobs.cluster.ClusterException saying what is missing and what to do
     */
    static void requireTopics(ReadableConfig config) {
        try (Topics topics = Topics.connect(config)) {
            topics.require(
                    Topic.DEMONSTRATIONS,
                    Topic.ROLLOUTS,
                    Topic.WEIGHTS,
                    Topic.TRAINING_BATCHES,
                    Topic.METRICS);
            topics.requireTransactionTimeout();
        }
    }

    /** Wires the job between Kafka's topics. */
    static void build(StreamExecutionEnvironment env, ReadableConfig config) {
        FineTuneTopics topics = new FineTuneTopics(config);
        DataStream<RawRecord> records =
                env.fromSource(topics.segments(), WatermarkStrategy.noWatermarks(), SEGMENTS.uid())
                        .uid(SEGMENTS.uid());
        build(records, topics, config);
    }

    /** Wires the stations behind a stream of records. */
    static void build(DataStream<RawRecord> records, FineTuneTopics topics, ReadableConfig config) {
        SingleOutputStreamOperator<Segment> segments =
                records.process(
                                new DecodeFunction(config.get(BatchOptions.STEPS)),
                                new AvroTypeInfo<>(Segment.class))
                        .uid(DECODE.uid())
                        .name("decode");
        segments.getSideOutput(DecodeFunction.DEAD_LETTERS)
                .sinkTo(topics.deadLetters())
                .uid(DEAD_LETTERS.uid())
                .name("dead-letters");

        SingleOutputStreamOperator<Segment> targets =
                segments.keyBy(Segment::getEpisodeId)
                        .transform(
                                "target",
                                new AvroTypeInfo<>(Segment.class),
                                new TargetOperator(FineTuneOptions.forTarget(config)))
                        .uid(TARGET.uid());

        SingleOutputStreamOperator<Draws> draws =
                targets.keyBy(new MemoryShard(config), Types.INT)
                        .process(
                                new EpisodicMemoryFunction(config), new AvroTypeInfo<>(Draws.class))
                        .uid(MEMORY.uid())
                        .name("memory");

        DataStream<byte[]> memoryReports =
                draws.getSideOutput(EpisodicMemoryFunction.SUMMARY)
                        .map(new StationReport<MemorySummary>("memory"), BYTES)
                        .uid(MEMORY_METRICS.uid())
                        .name("memory-metrics");
        trainerReports(draws.global(), topics, config)
                .union(memoryReports)
                .sinkTo(topics.metrics())
                .uid(METRICS.uid())
                .name("metrics")
                .setParallelism(1);
    }

    /** Hands draws to the trainer, here or elsewhere; returns its figures. */
    private static DataStream<byte[]> trainerReports(
            DataStream<Draws> draws, FineTuneTopics topics, ReadableConfig config) {
        if (config.get(LearnerOptions.ALGORITHM) == Algorithm.EXTERNAL) {
            SingleOutputStreamOperator<byte[]> batches =
                    draws.transform("assemble", BYTES, new AssembleOperator(BatchShape.of(config)))
                            .uid(ASSEMBLE.uid())
                            .setParallelism(1)
                            .setMaxParallelism(1);
            batches.sinkTo(topics.trainingBatches())
                    .uid(TRAINING_BATCHES.uid())
                    .name("training-batches")
                    .setParallelism(1);
            return batches.getSideOutput(AssembleOperator.COUNTERS)
                    .map(new StationReport<BatchCounters>("assemble"), BYTES)
                    .uid(BATCH_METRICS.uid())
                    .name("batch-metrics")
                    .setParallelism(1);
        }
        SingleOutputStreamOperator<LearnerReport> learner =
                draws.transform(
                                "learner",
                                new AvroTypeInfo<>(LearnerReport.class),
                                LearnerOperator.fineTuning(
                                        FineTuneOptions.forLearner(config),
                                        topics.rolloutsStart(),
                                        config.get(TargetOptions.TEACHER)))
                        .uid(LEARNER.uid())
                        .slotSharingGroup(LearnerSlot.of(config))
                        .setParallelism(1)
                        .setMaxParallelism(1);
        learner.getSideOutput(LearnerOperator.ANNOUNCEMENTS)
                .sinkTo(topics.weights())
                .uid(WEIGHTS.uid())
                .name("weights")
                .setParallelism(1);
        return learner.map(new StationReport<LearnerReport>("learner"), BYTES)
                .uid(LEARNER_METRICS.uid())
                .name("learner-metrics")
                .setParallelism(1);
    }
}
