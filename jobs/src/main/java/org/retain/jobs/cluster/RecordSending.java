package org.retain.jobs.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends a few records and waits until every in-sync replica of the broker has them. */
public final class RecordSending {

    private RecordSending() {}

    /**
     * Sends records and waits for their acknowledgements, for each at most {@link
     * KafkaOptions#CONNECT_TIMEOUT}.
     *
     * @throws ClusterException when one does not come; its record may be in the topic all the same
     */
    public static void send(
            ReadableConfig configuration,
            Topic topic,
            List<ProducerRecord<byte[], byte[]>> records) {
        String name = topic.name(configuration);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties(configuration, topic),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        } catch (ExecutionException e) {
            throw refused(configuration, name, e.getCause());
        } catch (KafkaException e) {
            throw refused(configuration, name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(configuration, name, e);
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
            ReadableConfig configuration, String topic, Throwable cause) {
        return new ClusterException(
                "Kafka at %s did not acknowledge a record for topic %s: %s; it may be in the topic all the same, check the broker and send it again"
                        .formatted(
                                KafkaClients.bootstrapServers(configuration),
                                topic,
                                cause.getMessage()),
                cause);
    }
}
