package org.retain.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.retain.datasets.kafka.SegmentRecords;
import org.retain.datasets.segment.Segment;
import org.retain.jobs.cluster.CommittedRecords;
import org.retain.jobs.cluster.KafkaClients;
import org.retain.jobs.cluster.Topic;

/** Writes to and reads from one topic of a test's broker. */
final class TestingTopic {

    private final ReadableConfig config;
    private final String topic;

    TestingTopic(ReadableConfig config, String topic) {
        this.config = config;
        this.topic = topic;
    }

    /** Writes segments in order. */
    void write(List<Segment> segments) {
        SegmentRecords records = new SegmentRecords();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            segments.forEach(segment -> producer.send(records.record(topic, segment)));
        }
    }

    /** Writes a value that is no segment. */
    void writePoison(String value) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(
                    new ProducerRecord<>(topic, "key".getBytes(UTF_8), value.getBytes(UTF_8)));
        }
    }

    /** All records that a read_committed reader sees. */
    List<ConsumerRecord<byte[], byte[]>> readCommitted() {
        return CommittedRecords.read(config, topic, Duration.ofSeconds(30));
    }

    static TestingTopic of(ReadableConfig config, Topic topic) {
        return new TestingTopic(config, topic.name(config));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                KafkaClients.producer(config, Topic.DEMONSTRATIONS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
