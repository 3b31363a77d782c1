package org.retain.jobs.cluster;

import java.util.Properties;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Properties of Kafka clients made from options: ours first, then {@code kafka.properties.*} over
 * them.
 */
public final class KafkaClients {
    private KafkaClients() {}

    /**
     * Properties every client needs.
     *
     * @throws ClusterException if no broker is named
     */
    public static Properties properties(ReadableConfig configuration) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers(configuration));
        configuration.get(KafkaOptions.PROPERTIES).forEach(properties::put);
        return properties;
    }

    /**
     * Properties of a producer for {@code topic}: large enough buffers, zstd, and the transaction
     * timeout.
     */
    public static Properties producer(ReadableConfig configuration, Topic topic) {
        int largest = Integer.parseInt(topic.settings(configuration).get("max.message.bytes"));
        Properties properties = new Properties();
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(largest));
        properties.put(
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                Long.toString(Math.max(32L << 20, 2L * largest)));
        properties.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Long.toString(configuration.get(KafkaOptions.TRANSACTION_TIMEOUT).toMillis()));
        properties.putAll(properties(configuration));
        return properties;
    }

    /**
     * Properties of a consumer, which sees committed records only and starts at the beginning of a
     * topic.
     */
    public static Properties consumer(ReadableConfig configuration) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.putAll(properties(configuration));
        return properties;
    }

    /** The brokers' address from the options. */
    public static String bootstrapServers(ReadableConfig configuration) {
        return configuration
                .getOptional(KafkaOptions.BOOTSTRAP_SERVERS)
                .orElseThrow(
                        () ->
                                new ClusterException(
                                        "No Kafka broker: --%s is not set and no local cluster is up; start one with ./retain up or give --%s host:port"
                                                .formatted(
                                                        KafkaOptions.BOOTSTRAP_SERVERS.key(),
                                                        KafkaOptions.BOOTSTRAP_SERVERS.key())));
    }
}
