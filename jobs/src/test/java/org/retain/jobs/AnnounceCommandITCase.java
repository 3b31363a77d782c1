package org.retain.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retain.datasets.kafka.WeightsAnnouncementDeserializer;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.TestingRun;
import org.retain.operators.policy.PolicyWeights;

/** {@code ./retain announce} to a real broker. */
class AnnounceCommandITCase {

    @TempDir static Path directory;

    @RegisterExtension private static final TestingBroker broker = new TestingBroker();
    private static TestingTeacher weights;

    @BeforeAll
    static void start() throws Exception {
        weights = TestingTeacher.write(directory.resolve("weights.safetensors"));
    }

    @Test
    void theRecordNamesTheVerifiedFile() throws Exception {
        Configuration config = topics("first.");

        TestingRun run =
                announce(
                        config,
                        "--weights",
                        Path.of("").toAbsolutePath().relativize(path()).toString(),
                        "--updates",
                        "42",
                        "--retired",
                        "retain.rollouts:0:1234, retain.rollouts:11:7",
                        "--finished",
                        "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        WeightsAnnouncement read = read(config).get(0);
        assertThat(read.getPolicyId()).isEqualTo("student");
        assertThat(read.getUpdates()).isEqualTo(42);
        assertThat(new WeightsVersion(read.getVersion()).updates()).isEqualTo(42);
        assertThat(read.getRetired())
                .containsExactly(
                        new LogPosition("retain.rollouts", 0, 1234L),
                        new LogPosition("retain.rollouts", 11, 7L));
        assertThat(read.getFinished()).isTrue();
        assertThat(URI.create(read.getUri()).getScheme()).isEqualTo("file");
        assertThat(
                        PolicyWeights.read(read.getUri(), Optional.of(weights.sha256()))
                                .weights()
                                .shape()
                                .actions())
                .isEqualTo(121);
        JsonNode summary = new ObjectMapper().readTree(run.lastLine());
        assertThat(summary.get("version").asLong()).isEqualTo(read.getVersion());
        assertThat(summary.get("uri").asText()).isEqualTo(read.getUri());
        assertThat(summary.get("sha256").asText())
                .isEqualTo(read.getSha256())
                .isEqualTo(weights.sha256());
        assertThat(summary.get("policy_id").asText()).isEqualTo("student");
    }

    @Test
    void theSameFileAnnouncedTwiceHasTwoVersions() {
        Configuration config = topics("twice.");
        for (int i = 0; i < 2; i++) {
            announce(config, "--weights", weights.uri(), "--updates", "7", "--policy-id", "other");
        }

        List<WeightsAnnouncement> read = read(config);

        assertThat(read).hasSize(2).allMatch(a -> !a.getFinished() && a.getRetired().isEmpty());
        assertThat(read).extracting(WeightsAnnouncement::getPolicyId).containsOnly("other");
        assertThat(read).extracting(WeightsAnnouncement::getVersion).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatIsNoNetworkIsRefusedBeforeAnythingIsSent() throws Exception {
        Configuration config = topics("wrong.");
        Path damaged = Files.writeString(directory.resolve("damaged.safetensors"), "no weights");
        String missing = directory.resolve("missing.safetensors").toString();

        TestingRun first =
                announce(config, "--weights", damaged.toString(), "--updates", "1", "--json");
        TestingRun second = announce(config, "--weights", missing, "--updates", "1");

        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.err()).contains(damaged.toString());
        assertThat(first.lastLine()).startsWith("{\"error\":");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains(missing + ": no such weights file");
        assertThat(read(config)).isEmpty();
    }

    @Test
    void aMissingTopicAndADeadBrokerAreNamed() {
        Configuration absent = configuration("absent.");
        TestingRun noTopic = announce(absent, "--weights", weights.uri(), "--updates", "1");
        Configuration dead = configuration("dead.");
        dead.set(KafkaOptions.BOOTSTRAP_SERVERS, "127.0.0.1:1");
        TestingRun noBroker =
                announce(
                        dead,
                        "--weights",
                        weights.uri(),
                        "--updates",
                        "1",
                        "--kafka.connect-timeout",
                        "1 s");

        assertThat(noTopic.exitCode()).isEqualTo(1);
        assertThat(noTopic.err()).contains("has no topic absent.weights", "./retain topics");
        assertThat(noBroker.exitCode()).isEqualTo(1);
        assertThat(noBroker.err()).contains("Kafka at 127.0.0.1:1 did not answer within 1 s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--updates -1|--updates is -1, expected 0 to 4294967295",
                "--updates 1 --retired a:0|--retired has 'a:0', expected topic:partition:offset",
                "--updates 1 --retired a:0:1,|--retired has '', expected topic:partition:offset",
                "--finished|--updates"
            })
    void wrongValuesAreMisuse(String arguments, String message) {
        List<String> all = new ArrayList<>(List.of("--weights", weights.uri()));
        all.addAll(List.of(arguments.split(" ")));

        TestingRun run = announce(configuration("misuse."), all.toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    private static TestingRun announce(Configuration config, String... arguments) {
        List<String> all = new ArrayList<>(List.of("announce"));
        all.addAll(List.of(arguments));
        all.addAll(
                List.of(
                        "--bootstrap-servers",
                        config.get(KafkaOptions.BOOTSTRAP_SERVERS),
                        "--kafka.topic-prefix",
                        config.get(TopicOptions.PREFIX)));
        return TestingRun.of(new AnnounceCommand(), all.toArray(String[]::new));
    }

    private static List<WeightsAnnouncement> read(Configuration config) {
        List<WeightsAnnouncement> announcements = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                TestingTopic.of(config, Topic.WEIGHTS).readCommitted()) {
            WeightsAnnouncement announcement =
                    new WeightsAnnouncementDeserializer()
                            .deserialize(record.topic(), record.value());
            assertThat(new String(record.key(), UTF_8)).isEqualTo(announcement.getPolicyId());
            announcements.add(announcement);
        }
        return announcements;
    }

    private static Path path() {
        return directory.resolve("weights.safetensors").toAbsolutePath();
    }

    private static Configuration topics(String prefix) {
        Configuration config = configuration(prefix);
        try (Topics topics = Topics.connect(config)) {
            topics.create();
        }
        return config;
    }

    private static Configuration configuration(String prefix) {
        Configuration config = new Configuration();
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        config.set(TopicOptions.PREFIX, prefix);
        return config;
    }
}
