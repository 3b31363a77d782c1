package org.retain.jobs.cluster;

import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends single records and waits until every in-sync replica of the broker has them. */
public final class RecordSending {

    private RecordSending() {}

    /**
     * Sends a record and waits for its acknowledgement, at most for {@link
     * KafkaOptions#CONNECT_TIMEOUT}.
     *
     * @throws ClusterException when none comes; the record may be in the topic all the same
     */
    public static void send(
            ReadableConfig configuration, Topic topic, ProducerRecord<byte[], byte[]> record) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties(configuration, topic),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw refused(configuration, record, e.getCause());
        } catch (KafkaException e) {
            throw refused(configuration, record, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(configuration, record, e);
        }
    }

    private static Properties properties(ReadableConfig configuration, Topic topic) {
        String millis = Long.toString(configuration.get(KafkaOptions.CONNECT_TIMEOUT).toMillis());
        Properties properties = KafkaClients.producer(configuration, topic);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        return properties;
    }

    private static ClusterException refused(
            ReadableConfig configuration, ProducerRecord<byte[], byte[]> record, Throwable cause) {
        return new ClusterException(
                "Kafka at %s did not acknowledge a record for topic %s: %s; it may be in the topic all the same, check the broker and send it again"
                        .formatted(
                                KafkaClients.bootstrapServers(configuration),
                                record.topic(),
                                cause.getMessage()),
                cause);
    }
}
