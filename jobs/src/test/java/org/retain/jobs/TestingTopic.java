package org.retain.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.retain.datasets.kafka.SegmentRecords;
import org.retain.datasets.segment.Segment;
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
        Properties properties = KafkaClients.consumer(config);
        properties.put("max.partition.fetch.bytes", Integer.toString(64 << 20));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
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
