package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.kafka.SegmentDeserializer;
import org.retain.datasets.parquet.SegmentParquetWriter;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TestingSegments;
import org.retain.jobs.cluster.EmbeddedBroker;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;

/** FeedJob from real shards to a real broker, with a failure on the way. */
class FeedJobITCase {

    private static final int EPISODES = 12;
    private static final int SEGMENTS = 40;

    @TempDir Path directory;

    @Test
    void feedsEverySegmentOnceAndInOrderDespiteAFailure() throws Exception {
        writeShard();
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            Configuration config = configuration(broker);
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.createLocalEnvironment(1, config);

            FeedJob.build(
                    env.fromSource(
                                    FeedJob.source(config),
                                    WatermarkStrategy.noWatermarks(),
                                    FeedJob.SOURCE_UID)
                            .uid(FeedJob.SOURCE_UID)
                            .map(TestingFailure.<Segment>after(EPISODES * SEGMENTS / 2))
                            .returns(new AvroTypeInfo<>(Segment.class))
                            .uid("failure"),
                    config);
            env.execute("feed");

            assertThat(TestingFailure.happened()).isTrue();
            Map<String, List<Integer>> fed = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record :
                    TestingTopic.of(config, Topic.DEMONSTRATIONS).readCommitted()) {
                Segment segment =
                        new SegmentDeserializer().deserialize(record.topic(), record.value());
                fed.computeIfAbsent(segment.getEpisodeId(), id -> new ArrayList<>())
                        .add(segment.getSegmentIndex());
            }
            assertThat(fed).hasSize(EPISODES);
            for (List<Integer> indexes : fed.values()) {
                assertThat(indexes).hasSize(SEGMENTS).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    private void writeShard() throws Exception {
        try (SegmentParquetWriter writer =
                new SegmentParquetWriter(directory.resolve("shard-00000.parquet"))) {
            for (int episode = 0; episode < EPISODES; episode++) {
                for (int index = 0; index < SEGMENTS; index++) {
                    writer.write(
                            TestingSegments.demonstration(
                                    "game-" + episode, index, 4, index == SEGMENTS - 1));
                }
            }
            writer.finish();
        }
    }

    private Configuration configuration(EmbeddedBroker broker) {
        Configuration config = new Configuration();
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        config.set(FeedOptions.INPUT, directory.toString());
        config.set(FeedOptions.LANES, 5);
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(200));
        try (Topics topics = Topics.connect(config)) {
            topics.create();
        }
        return JobDefaults.under(config);
    }
}
