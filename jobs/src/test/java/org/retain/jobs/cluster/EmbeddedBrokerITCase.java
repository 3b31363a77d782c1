package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedBrokerITCase {
    @TempDir private Path directory;

    @Test
    void aLaterBrokerOnTheSameDirectoryKeepsTopicsAndRecords() {
        Configuration configuration;
        try (EmbeddedBroker broker = EmbeddedBroker.at(directory)) {
            configuration = clientsOf(broker);
            try (Topics topics = Topics.connect(configuration)) {
                assertThat(topics.create())
                        .contains("retain.rollouts", "retain.rollouts.dead-letter");
            }
            produce(configuration, "kept", 3, true);
        }

        try (EmbeddedBroker broker = EmbeddedBroker.at(directory)) {
            configuration = clientsOf(broker);
            try (Topics topics = Topics.connect(configuration)) {
                topics.require(Topic.ROLLOUTS, Topic.WEIGHTS);
                assertThat(topics.create()).isEmpty();
            }
            assertThat(committed(configuration)).containsExactly("kept 0", "kept 1", "kept 2");
        }
    }

    @Test
    void abortedTransactionsStayInvisible() {
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            Configuration configuration = clientsOf(broker);
            try (Topics topics = Topics.connect(configuration)) {
                topics.create();
            }

            produce(configuration, "committed", 2, true);
            produce(configuration, "aborted", 2, false);
            produce(configuration, "after", 1, true);

            assertThat(committed(configuration))
                    .containsExactly("committed 0", "committed 1", "after 0");
        }
    }

    @Test
    void aBatchOfManyMebibytesPasses() {
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            Configuration configuration = clientsOf(broker);
            try (Topics topics = Topics.connect(configuration)) {
                topics.create();
            }
            byte[] batch = new byte[40 << 20];
            new Random(7).nextBytes(batch);

            try (KafkaProducer<byte[], byte[]> producer = producer(configuration)) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("retain.training-batches", 0, null, batch));
                producer.commitTransaction();
            }

            assertThat(read(configuration).get(0).value()).isEqualTo(batch);
        }
    }

    @Test
    void aTemporaryBrokerLeavesNothingBehind() {
        Path temporary;
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            temporary = broker.directory();
            assertThat(temporary).isNotEmptyDirectory();
        }

        assertThat(temporary).doesNotExist();
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedBroker.at(directory, taken.getLocalPort()))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("local.kafka.port");
        }
    }

    @Test
    void aDirectoryServesOneBrokerAtATime() {
        try (EmbeddedBroker broker = EmbeddedBroker.at(directory)) {
            assertThatThrownBy(() -> EmbeddedBroker.at(directory))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use by another broker");
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no directory");

        assertThatThrownBy(() -> EmbeddedBroker.at(file))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("writable directory");
    }

    private static Configuration clientsOf(EmbeddedBroker broker) {
        return new Configuration().set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
    }

    private static KafkaProducer<byte[], byte[]> producer(Configuration configuration) {
        Properties properties = KafkaClients.producer(configuration, Topic.TRAINING_BATCHES);
        properties.put("transactional.id", "embedded-broker-test");
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void produce(
            Configuration configuration, String text, int count, boolean commit) {
        try (KafkaProducer<byte[], byte[]> producer = producer(configuration)) {
            producer.beginTransaction();
            for (int i = 0; i < count; i++) {
                byte[] value = (text + " " + i).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>("retain.training-batches", 0, null, value));
            }
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.flush();
                producer.abortTransaction();
            }
        }
    }

    private static List<String> committed(Configuration configuration) {
        return read(configuration).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(Configuration configuration) {
        return CommittedRecords.read(
                configuration, "retain.training-batches", Duration.ofSeconds(30));
    }
}
