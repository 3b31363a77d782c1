package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TopicsITCase {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.temporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void createsEveryTopicWithItsSettingsOnce() throws Exception {
        Configuration configuration = withPrefix("created.").set(TopicOptions.PARTITIONS, 3);

        try (Topics topics = Topics.connect(configuration)) {
            assertThat(topics.create())
                    .containsExactlyInAnyOrder(
                            "created.demonstrations",
                            "created.demonstrations.dead-letter",
                            "created.rollouts",
                            "created.rollouts.dead-letter",
                            "created.episodes",
                            "created.episodes.dead-letter",
                            "created.weights",
                            "created.weights.dead-letter",
                            "created.training-batches",
                            "created.metrics");
            assertThat(topics.create()).isEmpty();
            assertThat(topics.partitions(Topic.ROLLOUTS)).isEqualTo(3);
            assertThat(topics.partitions(Topic.WEIGHTS)).isEqualTo(1);
        }
        assertThat(setting("created.weights", "cleanup.policy")).isEqualTo("compact");
        assertThat(setting("created.rollouts", "compression.type")).isEqualTo("zstd");
        assertThat(setting("created.training-batches", "max.message.bytes"))
                .isEqualTo(Integer.toString(64 << 20));
    }

    @Test
    void aMissingTopicIsNamedWithTheBrokerAndTheCure() {
        try (Topics topics = Topics.connect(withPrefix("missing."))) {
            assertThatThrownBy(() -> topics.require(Topic.ROLLOUTS, Topic.WEIGHTS))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining(
                            "missing.rollouts, missing.rollouts.dead-letter, missing.weights")
                    .hasMessageContaining(broker.bootstrapServers())
                    .hasMessageContaining("./retain up")
                    .hasMessageContaining("./retain topics");
        }
    }

    @Test
    void aTopicThatCutsBatchesOffIsRefused() throws Exception {
        createTopic("narrow.training-batches", 1, Map.of());

        try (Topics topics = Topics.connect(withPrefix("narrow."))) {
            assertThatThrownBy(() -> topics.require(Topic.TRAINING_BATCHES))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("narrow.training-batches")
                    .hasMessageContaining("max.message.bytes=1048588")
                    .hasMessageContaining("at least 67108864");
        }
    }

    @Test
    void aWeightsTopicOfSeveralPartitionsIsRefused() throws Exception {
        createTopic(
                "wide.weights",
                2,
                Map.of("cleanup.policy", "compact", "max.message.bytes", "20000000"));

        try (Topics topics = Topics.connect(withPrefix("wide."))) {
            assertThatThrownBy(topics::create)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("wide.weights")
                    .hasMessageContaining("2 partitions, expected 1");
        }
    }

    @Test
    void aTransactionTimeoutBeyondTheBrokersIsRefused() {
        Configuration configuration = withPrefix("retain.");
        try (Topics topics = Topics.connect(configuration)) {
            topics.requireTransactionTimeout();
        }
        configuration.set(KafkaOptions.TRANSACTION_TIMEOUT, Duration.ofMinutes(16));

        try (Topics topics = Topics.connect(configuration)) {
            assertThatThrownBy(topics::requireTransactionTimeout)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("kafka.transaction-timeout is 960000 ms")
                    .hasMessageContaining("at most 900000 ms");
        }
    }

    @Test
    void propertiesReachTheClients() {
        Configuration configuration = withPrefix("retain.");
        configuration.setString("kafka.properties.client.id", "mine");
        configuration.setString("kafka.properties.security.protocol", "PLAINTEXT");

        assertThat(KafkaClients.properties(configuration))
                .containsEntry("client.id", "mine")
                .containsEntry("security.protocol", "PLAINTEXT");
        assertThat(KafkaClients.producer(configuration, Topic.ROLLOUTS))
                .containsEntry("client.id", "mine");
    }

    private static Configuration withPrefix(String prefix) {
        return new Configuration()
                .set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers())
                .set(TopicOptions.PREFIX, prefix);
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void createTopic(String name, int partitions, Map<String, String> settings)
            throws Exception {
        try (Admin admin = admin()) {
            NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
            admin.createTopics(List.of(topic.configs(settings))).all().get();
        }
    }

    private static String setting(String topic, String key) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admin()) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(key)
                    .value();
        }
    }
}
