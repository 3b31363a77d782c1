package org.retain.jobs;

import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.segment.Segment;
import org.retain.jobs.cluster.KafkaClients;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.JobConfiguration;
import org.retain.jobs.command.UsageException;
import org.retain.operators.feed.FeedSource;
import org.retain.operators.feed.SegmentRecordSchema;

/**
 * Parquet shards to the demonstrations topic: each segment exactly once, episodes interleaved.
 *
 * <pre>{@code
 * flink run -c org.retain.jobs.FeedJob retain-jobs-job.jar \
 *     --bootstrap-servers localhost:9092 --input /data/shards
 * }</pre>
 *
 * <p>Feeding the same shards a second time appends them again; the target station of FineTuneJob
 * drops what it has seen.
 */
public final class FeedJob {

    /** Uid of the source: part of every savepoint, so never renamed. */
    static final String SOURCE_UID = "shards";

    /** Uid of the sink: part of every savepoint, so never renamed. */
    private static final String SINK_UID = "demonstrations";

    private FeedJob() {}

    public static void main(String[] args) throws Exception {
        Configuration given = JobConfiguration.fromArgs("feed", args, FeedOptions.all());
        requireTopics(given);
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        build(env, config);
        env.execute(config.get(JobOptions.NAME) + " feed");
    }

    /**
     * Checks before a start that Kafka answers and has the topic.
     *
     * @throws org.retain.jobs.cluster.ClusterException saying what is missing and what to do
     */
    static void requireTopics(ReadableConfig config) {
        try (Topics topics = Topics.connect(config)) {
            topics.require(Topic.DEMONSTRATIONS);
            topics.requireTransactionTimeout();
        }
    }

    /** Wires the job between a directory of shards and Kafka. */
    static void build(StreamExecutionEnvironment env, ReadableConfig config) {
        build(segments(env, config), config);
    }

    /** Wires the job behind a stream of segments. */
    static void build(DataStream<Segment> segments, ReadableConfig config) {
        send(segments, Topic.DEMONSTRATIONS, SINK_UID, config);
    }

    /** The segments of the input. */
    static DataStream<Segment> segments(StreamExecutionEnvironment env, ReadableConfig config) {
        return env.fromSource(source(config), WatermarkStrategy.noWatermarks(), SOURCE_UID)
                .uid(SOURCE_UID)
                .setParallelism(1);
    }

    /** Sends segments to a topic, each exactly once. */
    static void send(DataStream<Segment> segments, Topic topic, String uid, ReadableConfig config) {
        segments.sinkTo(sink(topic, config))
                .uid(uid)
                .name(uid)
                .setParallelism(1)
                // An edge of its own, so that reading and packing run beside the sending.
                .disableChaining();
    }

    static FeedSource source(ReadableConfig config) {
        int lanes = config.get(FeedOptions.LANES);
        if (lanes < 1) {
            throw new UsageException(
                    "Option --%s is %d, expected at least 1"
                            .formatted(FeedOptions.LANES.key(), lanes));
        }
        return new FeedSource(
                config.get(FeedOptions.INPUT),
                lanes,
                config.get(FeedOptions.SEGMENTS_PER_SECOND),
                order(config));
    }

    /** All games, or those of these names. */
    static EpisodeOrder order(ReadableConfig config) {
        List<String> games = config.get(FeedOptions.GAMES);
        return games.isEmpty()
                ? EpisodeOrder.ONCE
                : new EpisodeOrder(
                        EpisodeOrder.Part.ALL, 0, List.of(), games, 1, 0, 0, false, true);
    }

    private static KafkaSink<Segment> sink(Topic topic, ReadableConfig config) {
        String name = topic.name(config);
        return KafkaSink.<Segment>builder()
                .setKafkaProducerConfig(KafkaClients.producer(config, topic))
                .setBootstrapServers(KafkaClients.bootstrapServers(config))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(config.get(JobOptions.NAME) + "-feed-" + name)
                .setRecordSerializer(new SegmentRecordSchema(name))
                .build();
    }
}
