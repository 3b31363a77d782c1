package org.retain.jobs.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a topic holds now, as a {@code read_committed} reader sees it. */
public final class CommittedRecords {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Comparator<TopicPartition> PARTITION_ORDER =
            Comparator.comparingInt(TopicPartition::partition);

    private CommittedRecords() {}

    /**
     * All committed records up to the present end of a topic. A commit returns before its records
     * are visible, so this waits for transactions that are under way, at most for the timeout;
     * records of one that is still open then are left out.
     */
    public static List<ConsumerRecord<byte[], byte[]>> read(
            ReadableConfig configuration, String topic, Duration timeout) {
        Properties properties = KafkaClients.consumer(configuration);
        Map<TopicPartition, Long> ends = ends(properties, topic);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(properties)) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            long deadline = System.nanoTime() + timeout.toNanos();
            while (ends.keySet().stream().anyMatch(p -> consumer.position(p) < ends.get(p))
                    && System.nanoTime() < deadline) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    /**
     * Hands on the same records one partition after another, each in order: the same topic gives
     * the same order. One record after another is in memory.
     *
     * @param patience longest wait for the next record, such as one of an open transaction; what
     *     has not come by then is left out
     */
    public static void replay(
            ReadableConfig configuration,
            String topic,
            Duration patience,
            Consumer<ConsumerRecord<byte[], byte[]>> output) {
        Properties properties = KafkaClients.consumer(configuration);
        Map<TopicPartition, Long> ends = new TreeMap<>(PARTITION_ORDER);
        ends.putAll(ends(properties, topic));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(properties)) {
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                List<TopicPartition> partition = List.of(end.getKey());
                consumer.assign(partition);
                consumer.seekToBeginning(partition);
                long deadline = System.nanoTime() + patience.toNanos();
                while (consumer.position(end.getKey()) < end.getValue()
                        && System.nanoTime() < deadline) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        if (record.offset() < end.getValue()) {
                            output.accept(record);
                        }
                        deadline = System.nanoTime() + patience.toNanos();
                    }
                }
            }
        }
    }

    private static Map<TopicPartition, Long> ends(Properties properties, String topic) {
        Properties uncommitted = new Properties();
        uncommitted.putAll(properties);
        uncommitted.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(uncommitted)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            return consumer.endOffsets(partitions);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Properties properties) {
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
