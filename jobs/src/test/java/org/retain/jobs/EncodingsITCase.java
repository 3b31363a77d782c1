package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.kafka.SegmentDeserializer;
import org.retain.datasets.safetensors.SafetensorsEncoding;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TestingSegments;
import org.retain.jobs.cluster.EmbeddedCluster;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.TestingContext;
import org.retain.operators.environment.EnvironmentName;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.DemonstrationState;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.LearnerResult;
import org.retain.operators.learner.Retention;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.policy.EncodingOptions;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;
import org.retain.operators.policy.VectorNetShape;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.target.TargetOptions;

/** Fine-tuning with what a frozen encoder made of observations in place of them. */
@Timeout(300)
class EncodingsITCase {

    private static final int STEPS = 8;
    private static final int BATCH = 5;
    private static final int EPISODES = 4;
    private static final int SEGMENTS = 25;
    private static final int CORE = 8;

    @TempDir static Path directory;

    @RegisterExtension private static final TestingBroker broker = new TestingBroker();

    @Test
    void aRecordedStreamTrainsTheSameWeightsWithScreensAndWithEncodings() throws Exception {
        PolicyShape shape = new SmallNetShape(4, 6, 16, CORE, 121);
        Configuration screens = recorded("screens.", shape);
        Configuration encodings = recorded("encodings.", shape);
        encodings.set(EncodingOptions.ENCODINGS, true);

        fineTune(screens);
        fineTune(encodings);

        assertThat(result(encodings).path("updates").asLong())
                .isEqualTo((long) EPISODES * SEGMENTS / BATCH);
        assertThat(result(encodings).path("counters")).isEqualTo(result(screens).path("counters"));
        Map<String, SafetensorsEntry> before =
                arrays(Path.of(screens.get(LearnerOptions.INITIAL_WEIGHTS)));
        Map<String, SafetensorsEntry> expected = arrays(trained(screens));
        Map<String, SafetensorsEntry> found = arrays(trained(encodings));
        for (String name : expected.keySet()) {
            double moved = distance(expected.get(name), before.get(name));
            assertThat(distance(found.get(name), expected.get(name)))
                    .as("%s, which moved by %s", name, moved)
                    .isLessThanOrEqualTo(1e-3 * moved);
            assertThat(moved > 0).as(name).isEqualTo(!name.startsWith("encoder."));
        }
    }

    @Test
    void actorsTeacherMemoryAndLearnerOfTheClosedLoopHoldEncodingsAlone() throws Exception {
        PolicyShape shape = new VectorNetShape(1, List.of(6), 4, 2);
        Configuration config = configuration("loop.", shape);
        config.set(EncodingOptions.ENCODINGS, true);
        config.set(RetentionOptions.METHOD, Retention.KS);
        config.set(LearnerOptions.MAX_UPDATES, 40L);
        config.set(EnvironmentOptions.NAME, EnvironmentName.APPLE_RETRIEVAL);
        config.set(RolloutOptions.SLOTS, 3);
        config.set(RolloutOptions.MAX_AHEAD, 2 * BATCH + 4);
        config.set(TargetOptions.BUNDLE_SIZE, 4);

        ClosedLoop.run(JobDefaults.under(config), "Test", TestingContext.standard());

        String name = initial(config).encodingName();
        SegmentDeserializer deserializer = new SegmentDeserializer();
        List<Segment> rollouts =
                TestingTopic.of(config, Topic.ROLLOUTS).readCommitted().stream()
                        .map(record -> deserializer.deserialize(record.topic(), record.value()))
                        .toList();
        assertThat(rollouts)
                .hasSizeGreaterThanOrEqualTo(40 * BATCH)
                .allSatisfy(
                        segment ->
                                assertThat(segment.getObservations())
                                        .singleElement()
                                        .satisfies(
                                                tensor -> {
                                                    assertThat(tensor.getName()).isEqualTo(name);
                                                    assertThat(tensor.getShape())
                                                            .containsExactly(
                                                                    segment.getLength() + 1, 6);
                                                }));
        JsonNode result = result(config);
        assertThat(result.path("updates").asLong()).isEqualTo(40);
        assertThat(result.path("counters").path("drivingRows").asLong()).isEqualTo(40L * BATCH);
        assertThat(result.path("figures").toString()).doesNotContain("NaN");
        PolicyWeights trained =
                PolicyWeights.read(trained(config).toString(), Optional.empty()).weights();
        assertThat(trained.encodingName()).isEqualTo(name);
        assertThat(trained.encode()).isNotEqualTo(initial(config).encode());
    }

    private static void fineTune(Configuration given) throws Exception {
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        FineTuneJob.build(env, config);
        try (EmbeddedCluster cluster = EmbeddedCluster.start(config, RequiredSlots.of(env))) {
            cluster.submit(env, "test").getJobExecutionResult().get();
        }
    }

    /** Rollouts and demonstrations of screens in turn, in one partition: always the same order. */
    private static Configuration recorded(String prefix, PolicyShape shape) throws Exception {
        Configuration config = configuration(prefix, shape);
        config.set(TargetOptions.BUNDLE_SIZE, 1);
        config.set(FineTuneOptions.BOUNDED, true);
        config.set(RetentionOptions.METHOD, Retention.BC);
        config.set(MemoryOptions.CAPACITY, 64);
        List<Segment> segments = new ArrayList<>();
        for (int index = 0; index < SEGMENTS; index++) {
            for (int episode = 0; episode < EPISODES; episode++) {
                boolean last = index == SEGMENTS - 1;
                segments.add(TestingSegments.demonstration("game-" + episode, index, STEPS, last));
                segments.add(
                        TestingSegments.rollout("play-" + episode, index, STEPS, last, CORE, 0));
            }
        }
        TestingTopic.of(config, Topic.ROLLOUTS).write(segments);
        return config;
    }

    private static Configuration configuration(String prefix, PolicyShape shape) throws Exception {
        Configuration config = new Configuration();
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        config.set(TopicOptions.PREFIX, prefix);
        config.set(TopicOptions.PARTITIONS, 1);
        config.set(JobOptions.NAME, prefix + "job");
        config.set(JobOptions.PARALLELISM, 1);
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(150));
        config.set(BatchOptions.SIZE, BATCH);
        config.set(BatchOptions.STEPS, STEPS);
        config.set(BatchOptions.DEMONSTRATION_STATE, DemonstrationState.ZERO);
        config.set(LearnerOptions.ALGORITHM, Algorithm.PPO);
        config.set(LearnerOptions.FREEZE, List.of("encoder"));
        config.set(LearnerOptions.OUTPUT, directory.resolve(prefix + "run").toUri().toString());
        Path weights = directory.resolve(prefix + "initial.safetensors");
        PolicyWeights.random(shape, 1).write(weights.toString());
        config.set(LearnerOptions.INITIAL_WEIGHTS, weights.toString());
        config.set(TargetOptions.TEACHER, weights.toString());
        config.setString(
                "execution.checkpointing.dir",
                directory.resolve(prefix + "checkpoints").toUri().toString());
        try (Topics topics = Topics.connect(config)) {
            topics.create();
        }
        return config;
    }

    private static PolicyWeights initial(Configuration config) {
        return PolicyWeights.read(config.get(LearnerOptions.INITIAL_WEIGHTS), Optional.empty())
                .weights();
    }

    private static JsonNode result(Configuration config) throws Exception {
        return LearnerResult.read(config.get(LearnerOptions.OUTPUT)).orElseThrow();
    }

    private static Path trained(Configuration config) throws Exception {
        return Path.of(URI.create(result(config).path("weights").asText()).getPath());
    }

    private static Map<String, SafetensorsEntry> arrays(Path file) throws IOException {
        return SafetensorsEncoding.decode(
                file.toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    private static double distance(SafetensorsEntry one, SafetensorsEntry other) {
        ByteBuffer left = one.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer right = other.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        double sum = 0;
        while (left.hasRemaining()) {
            double difference = left.getFloat() - (double) right.getFloat();
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
