package org.retain.jobs.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Retain's topics on one broker: creates them, and checks before a job starts that the broker
 * answers and has what the job needs.
 *
 * <p>Every call ends within {@link KafkaOptions#CONNECT_TIMEOUT}; a broker that does not answer is
 * an error, never an endless retry.
 */
public final class Topics implements AutoCloseable {
    private static final String TRANSACTION_MAX_TIMEOUT = "transaction.max.timeout.ms";

    private final ReadableConfig configuration;
    private final BrokerConnection broker;

    private Topics(ReadableConfig configuration, BrokerConnection broker) {
        this.configuration = configuration;
        this.broker = broker;
    }

    /**
     * Connects to the broker named in the options.
     *
     * @throws ClusterException if it does not answer in time
     */
    public static Topics connect(ReadableConfig configuration) {
        return new Topics(configuration, BrokerConnection.open(configuration));
    }

    /**
     * Creates every topic of Retain that is absent, dead letters included, and checks those that
     * exist.
     *
     * @return the names of the topics created now
     * @throws ClusterException if an existing topic has settings that jobs cannot work with
     */
    public List<String> create() {
        Map<String, NewTopic> wanted = all();
        wanted.keySet().removeAll(broker.ask(admin -> admin.listTopics().names()));
        for (NewTopic topic : wanted.values()) {
            try {
                broker.ask(admin -> admin.createTopics(List.of(topic)).all());
            } catch (TopicExistsException e) {
                // Another client was faster; whether it chose the same settings is checked below.
                continue;
            }
        }
        broker.awaitVisible(wanted.keySet());
        check(EnumSet.allOf(Topic.class));
        return List.copyOf(wanted.keySet());
    }

    /** Deletes every topic of Retain that there is, with all its records. */
    public void delete() {
        Set<String> names = all().keySet();
        names.retainAll(broker.ask(admin -> admin.listTopics().names()));
        broker.ask(admin -> admin.deleteTopics(names).all());
        broker.awaitGone(names);
    }

    /**
     * Checks that topics exist, with their dead letters and with settings that jobs can work with.
     *
     * @throws ClusterException naming what is missing or wrong
     */
    public void require(Topic first, Topic... more) {
        EnumSet<Topic> required = EnumSet.of(first, more);
        Collection<String> existing = broker.ask(admin -> admin.listTopics().names());
        List<String> missing = new ArrayList<>();
        for (Topic topic : required) {
            addIfAbsent(missing, existing, topic.name(configuration));
            if (topic.hasDeadLetters()) {
                addIfAbsent(missing, existing, topic.deadLetterName(configuration));
            }
        }
        if (!missing.isEmpty()) {
            throw new ClusterException(
                    "Kafka at %s has no topic %s; ./retain up creates the topics of a local cluster, ./retain topics --%s %s those of another"
                            .formatted(
                                    broker.address(),
                                    String.join(", ", missing),
                                    KafkaOptions.BOOTSTRAP_SERVERS.key(),
                                    broker.address()));
        }
        check(required);
    }

    /**
     * Number of partitions of an existing topic: the highest parallelism at which each reader has
     * something to read.
     */
    public int partitions(Topic topic) {
        String name = topic.name(configuration);
        return broker.ask(admin -> admin.describeTopics(List.of(name)).allTopicNames())
                .get(name)
                .partitions()
                .size();
    }

    /** The offset that the next record of each partition of an existing topic gets. */
    public Map<Integer, Long> ends(Topic topic) {
        Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
        for (int partition = 0; partition < partitions(topic); partition++) {
            latest.put(
                    new TopicPartition(topic.name(configuration), partition), OffsetSpec.latest());
        }
        Map<Integer, Long> ends = new LinkedHashMap<>();
        broker.ask(admin -> admin.listOffsets(latest).all())
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    /**
     * Checks that the broker allows the transactions of an exactly-once sink to stay open as long
     * as configured.
     *
     * @throws ClusterException if the broker's limit is lower
     */
    public void requireTransactionTimeout() {
        Duration asked = configuration.get(KafkaOptions.TRANSACTION_TIMEOUT);
        Node node = broker.ask(admin -> admin.describeCluster().nodes()).iterator().next();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        String limit = broker.describe(resource).get(TRANSACTION_MAX_TIMEOUT).value();
        if (asked.toMillis() > Long.parseLong(limit)) {
            throw new ClusterException(
                    "--%s is %d ms, but Kafka at %s allows at most %s ms (%s); lower the option or raise the broker's setting"
                            .formatted(
                                    KafkaOptions.TRANSACTION_TIMEOUT.key(),
                                    asked.toMillis(),
                                    broker.address(),
                                    limit,
                                    TRANSACTION_MAX_TIMEOUT));
        }
    }

    @Override
    public void close() {
        broker.close();
    }

    /** Every topic by its name, as it is to be. */
    private Map<String, NewTopic> all() {
        Map<String, NewTopic> all = new LinkedHashMap<>();
        for (Topic topic : Topic.values()) {
            String name = topic.name(configuration);
            int partitions = topic.partitions(configuration);
            all.put(name, newTopic(name, partitions, topic.settings(configuration)));
            if (topic.hasDeadLetters()) {
                String deadLetters = topic.deadLetterName(configuration);
                Map<String, String> settings = topic.deadLetterSettings(configuration);
                all.put(deadLetters, newTopic(deadLetters, 1, settings));
            }
        }
        return all;
    }

    private NewTopic newTopic(String name, int partitions, Map<String, String> settings) {
        int replication = configuration.get(TopicOptions.REPLICATION_FACTOR);
        Optional<Short> replicas =
                replication < 0 ? Optional.empty() : Optional.of((short) replication);
        return new NewTopic(name, Optional.of(partitions), replicas).configs(settings);
    }

    private static void addIfAbsent(
            List<String> missing, Collection<String> existing, String name) {
        if (!existing.contains(name)) {
            missing.add(name);
        }
    }

    private void check(Collection<Topic> topics) {
        for (Topic topic : topics) {
            String name = topic.name(configuration);
            Config actual = broker.describe(new ConfigResource(ConfigResource.Type.TOPIC, name));
            Map<String, String> expected = topic.settings(configuration);
            String maxBytes = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
            if (Long.parseLong(actual.get(maxBytes).value())
                    < Long.parseLong(expected.get(maxBytes))) {
                throw wrong(name, maxBytes, actual, "at least " + expected.get(maxBytes));
            }
            String cleanup = TopicConfig.CLEANUP_POLICY_CONFIG;
            if (expected.containsKey(cleanup)
                    && !actual.get(cleanup).value().contains(expected.get(cleanup))) {
                throw wrong(name, cleanup, actual, expected.get(cleanup));
            }
            int partitions = partitions(topic);
            if (topic == Topic.WEIGHTS && partitions != 1) {
                throw new ClusterException(
                        "Topic %s on Kafka at %s has %d partitions, expected 1, since its last record is the newest; delete it and let ./retain topics create it"
                                .formatted(name, broker.address(), partitions));
            }
        }
    }

    private ClusterException wrong(String topic, String setting, Config actual, String expected) {
        return new ClusterException(
                "Topic %s on Kafka at %s has %s=%s, expected %s; change it with kafka-configs.sh, or delete the topic and let ./retain topics create it"
                        .formatted(
                                topic,
                                broker.address(),
                                setting,
                                actual.get(setting).value(),
                                expected));
    }
}
