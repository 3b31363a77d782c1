package org.retain.jobs;

import static org.retain.jobs.RolloutUid.ACTORS;
import static org.retain.jobs.RolloutUid.EPISODES;
import static org.retain.jobs.RolloutUid.PLAYED;
import static org.retain.jobs.RolloutUid.ROLLOUTS;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.datasets.episode.Played;
import org.retain.datasets.segment.Segment;
import org.retain.jobs.cluster.KafkaClients;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.JobConfiguration;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSelection;
import org.retain.operators.feed.SegmentRecordSchema;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.rollout.EpisodeRecordSchema;
import org.retain.operators.rollout.PlayedFunction;
import org.retain.operators.rollout.RolloutSource;

/**
 * Environments played with the learner's newest weights: segments to the rollouts topic and
 * summaries to the episodes topic, at least once and with low latency.
 *
 * <pre>{@code
 * flink run -c org.retain.jobs.RolloutJob retain-jobs-job.jar \
 *     --bootstrap-servers localhost:9092 --environment.name apple-retrieval
 * }</pre>
 *
 * <p>The only writer of its rollouts topic: what is in the log paces the play. On a cluster give it
 * TaskManagers of its own, since an environment's native crash costs its TaskManager.
 */
public final class RolloutJob {

    private RolloutJob() {}

    public static void main(String[] args) throws Exception {
        Configuration given = JobConfiguration.fromArgs("rollout", args, RolloutGroups.all());
        requireTopics(given);
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        build(env, config);
        env.execute(config.get(JobOptions.NAME) + " rollout");
    }

    /**
     * Checks before a start that Kafka answers and has the topics.
     *
     * @throws org.retain.jobs.cluster.ClusterException saying what is missing and what to do
     */
    static void requireTopics(ReadableConfig config) {
        try (Topics topics = Topics.connect(config)) {
            topics.require(Topic.ROLLOUTS, Topic.EPISODES, Topic.WEIGHTS);
        }
    }

    /**
     * Wires the job between the environments that the options name and Kafka.
     *
     * @throws IllegalArgumentException when options do not go together; the message names them
     */
    static void build(StreamExecutionEnvironment env, ReadableConfig config) {
        EnvironmentFactory environments = EnvironmentSelection.of(config);
        build(played(env, environments, config), config);
    }

    /** What actors play. */
    static DataStream<Played> played(
            StreamExecutionEnvironment env,
            EnvironmentFactory environments,
            ReadableConfig config) {
        RolloutSource source =
                new RolloutSource(
                        RolloutSetup.of(config),
                        environments,
                        KafkaClients.consumer(config),
                        Topic.WEIGHTS.name(config),
                        Topic.ROLLOUTS.name(config),
                        config.get(WeightsOptions.POLICY_ID));
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), ACTORS.uid())
                .uid(ACTORS.uid());
    }

    /** Wires the job behind what was played. */
    static void build(DataStream<Played> played, ReadableConfig config) {
        SingleOutputStreamOperator<Segment> segments =
                played.process(new PlayedFunction(), new AvroTypeInfo<>(Segment.class))
                        .uid(PLAYED.uid())
                        .name("played");
        // All-to-all, so that a failure resets all actors at once, which the pacing counts on, and
        // keyed, so that an episode's segments stay in order.
        segments.keyBy(Segment::getEpisodeId)
                .sinkTo(
                        sink(
                                Topic.ROLLOUTS,
                                new SegmentRecordSchema(Topic.ROLLOUTS.name(config)),
                                config))
                .uid(ROLLOUTS.uid())
                .name("rollouts");
        segments.getSideOutput(PlayedFunction.EPISODES)
                .sinkTo(
                        sink(
                                Topic.EPISODES,
                                new EpisodeRecordSchema(Topic.EPISODES.name(config)),
                                config))
                .uid(EPISODES.uid())
                .name("episodes")
                .disableChaining();
    }

    private static <T> KafkaSink<T> sink(
            Topic topic, KafkaRecordSerializationSchema<T> schema, ReadableConfig config) {
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(KafkaClients.producer(config, topic))
                .setBootstrapServers(KafkaClients.bootstrapServers(config))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(schema)
                .build();
    }
}
