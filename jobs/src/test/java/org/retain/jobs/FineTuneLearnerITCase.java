package org.retain.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.kafka.RawRecord;
import org.retain.datasets.kafka.WeightsAnnouncementDeserializer;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TestingSegments;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.jobs.cluster.EmbeddedCluster;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.cluster.Topics;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.LearnerResult;
import org.retain.operators.learner.Retention;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.source.StopFile;
import org.retain.operators.target.TargetOptions;

/** FineTuneJob with its learner between the topics of a real broker, disturbed and undisturbed. */
@Timeout(300)
class FineTuneLearnerITCase {

    private static final int STEPS = 4;
    private static final int EPISODES = 6;
    private static final int SEGMENTS = 60;
    private static final int BATCH = 5;
    private static final int CORE = 8;

    @TempDir static Path directory;

    @RegisterExtension private static final TestingBroker broker = new TestingBroker();
    private static TestingTeacher teacher;

    @BeforeAll
    static void start() throws Exception {
        teacher = TestingTeacher.write(directory.resolve("teacher.safetensors"));
    }

    @Test
    void fiveFailuresLeaveTheSameBitsAsNone() throws Exception {
        Configuration calm = recorded("calm.");
        Configuration disturbed = recorded("hit.");
        int total = 2 * EPISODES * SEGMENTS;
        int[] failures = new Random(5).ints(5, 1, total / 8).toArray();

        run(calm, TestingFailure.none());
        run(disturbed, TestingFailure.after(failures));

        assertThat(TestingFailure.count()).isEqualTo(failures.length);
        assertThat(result(calm).path("updates").asLong())
                .isEqualTo((long) EPISODES * SEGMENTS / BATCH);
        assertThat(result(disturbed).path("counters")).isEqualTo(result(calm).path("counters"));
        assertThat(result(disturbed).path("sha256")).isEqualTo(result(calm).path("sha256"));
        assertThat(Arrays.equals(weights(disturbed), weights(calm))).isTrue();
        assertThat(result(calm).path("sha256").asText()).isNotEqualTo(teacher.sha256());
    }

    @Test
    void countsExactlyWhatALiveTopicBringsAcrossAFailure() throws Exception {
        Configuration config = configuration("live.", 2, 2);
        config.set(TargetOptions.BUNDLE_SIZE, 8);
        List<Segment> all = stream();
        Thread feeder =
                new Thread(
                        () -> {
                            for (int i = 0; i < all.size(); i += 20) {
                                TestingTopic.of(config, Topic.ROLLOUTS)
                                        .write(all.subList(i, Math.min(all.size(), i + 20)));
                            }
                        });
        long driving = (long) EPISODES * SEGMENTS;
        config.set(LearnerOptions.MAX_UPDATES, driving / BATCH);
        config.set(FineTuneOptions.BOUNDED, false);

        feeder.start();
        run(config, TestingFailure.after(all.size() / 4));
        feeder.join();

        assertThat(TestingFailure.count()).isEqualTo(1);
        JsonNode result = result(config);
        assertThat(result.path("updates").asLong()).isEqualTo(driving / BATCH);
        assertThat(result.path("frames").asLong())
                .isEqualTo(result.path("counters").path("steps").asLong());
        JsonNode counters = result.path("counters");
        assertThat(counters.path("batches").asLong()).isEqualTo(driving / BATCH);
        assertThat(counters.path("drivingRows").asLong()).isEqualTo(driving);
        assertThat(counters.path("drawnRows").asLong() + counters.path("forgivenDraws").asLong())
                .isEqualTo(driving);
        assertThat(result.path("stopped").asText()).contains("updates were applied");
        assertThat(new StopFile(config.get(LearnerOptions.OUTPUT)).read()).isPresent();
        WeightsAnnouncement last = lastAnnouncement(config);
        assertThat(last.getFinished()).isTrue();
        assertThat(last.getUpdates()).isEqualTo(driving / BATCH);
        assertThat(last.getSha256()).isEqualTo(result.path("sha256").asText());
        Map<Integer, Long> played =
                TestingTopic.of(config, Topic.ROLLOUTS).readCommitted().stream()
                        .filter(record -> new String(record.key(), UTF_8).startsWith("play-"))
                        .collect(
                                Collectors.toMap(
                                        ConsumerRecord::partition,
                                        ConsumerRecord::offset,
                                        Math::max));
        assertThat(last.getRetired())
                .allSatisfy(
                        position ->
                                assertThat(position.getOffset())
                                        .isEqualTo(played.get(position.getPartition())))
                .hasSameSizeAs(played.keySet());
    }

    @Test
    void goesOnFromASavepointAtAnotherParallelism() throws Exception {
        Configuration config = configuration("savepoint.", 2, 1);
        config.set(FineTuneOptions.BOUNDED, false);
        config.set(LearnerOptions.MAX_UPDATES, (long) EPISODES * SEGMENTS / BATCH);
        List<Segment> all = stream();
        TestingTopic.of(config, Topic.ROLLOUTS).write(all.subList(0, all.size() / 2));
        String savepoint;
        try (EmbeddedCluster cluster = cluster(config)) {
            JobClient job = cluster.submit(job(config), "before");
            awaitUpdates(config, (long) EPISODES * SEGMENTS / 2 / BATCH - 1);
            savepoint =
                    job.stopWithSavepoint(
                                    false,
                                    directory.resolve("savepoints").toUri().toString(),
                                    SavepointFormatType.CANONICAL)
                            .get();
        }
        long epoch = lastAnnouncement(config).getVersion() >>> 32;
        TestingTopic.of(config, Topic.ROLLOUTS).write(all.subList(all.size() / 2, all.size()));
        config.set(JobOptions.PARALLELISM, 2);
        config.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        int announced = announcements(config).size();

        try (EmbeddedCluster cluster = cluster(config)) {
            cluster.submit(job(config), "after").getJobExecutionResult().get();
        }

        JsonNode counters = result(config).path("counters");
        assertThat(result(config).path("updates").asLong())
                .isEqualTo((long) EPISODES * SEGMENTS / BATCH);
        assertThat(counters.path("drivingRows").asLong()).isEqualTo((long) EPISODES * SEGMENTS);
        WeightsAnnouncement first = announcements(config).get(announced);
        assertThat(first.getUpdates())
                .isGreaterThanOrEqualTo((long) EPISODES * SEGMENTS / 2 / BATCH - 1);
        assertThat(first.getVersion() >>> 32).isNotEqualTo(epoch);
    }

    private static void awaitUpdates(Configuration config, long updates) throws Exception {
        while (announcements(config).stream().noneMatch(a -> a.getUpdates() >= updates)) {
            Thread.sleep(200);
        }
    }

    /** A stream in one partition: the same order in every run. */
    private static Configuration recorded(String prefix) {
        Configuration config = configuration(prefix, 1, 1);
        // A bundle of one: what else happens to be in a bundle changes the last bits of its
        // answers.
        config.set(TargetOptions.BUNDLE_SIZE, 1);
        config.set(FineTuneOptions.BOUNDED, true);
        TestingTopic.of(config, Topic.ROLLOUTS).write(stream());
        return config;
    }

    /** Rollouts and demonstrations in turn. */
    private static List<Segment> stream() {
        List<Segment> segments = new ArrayList<>();
        for (int index = 0; index < SEGMENTS; index++) {
            for (int episode = 0; episode < EPISODES; episode++) {
                boolean last = index == SEGMENTS - 1;
                segments.add(TestingSegments.demonstration("game-" + episode, index, STEPS, last));
                segments.add(
                        TestingSegments.rollout("play-" + episode, index, STEPS, last, CORE, 0));
            }
        }
        return segments;
    }

    private static Configuration configuration(String prefix, int partitions, int parallelism) {
        Configuration config = new Configuration();
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        config.set(TopicOptions.PREFIX, prefix);
        config.set(TopicOptions.PARTITIONS, partitions);
        config.set(JobOptions.NAME, prefix + "job");
        config.set(JobOptions.PARALLELISM, parallelism);
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(150));
        config.set(BatchOptions.STEPS, STEPS);
        config.set(BatchOptions.SIZE, BATCH);
        config.set(MemoryOptions.CAPACITY, 64);
        config.set(TargetOptions.TEACHER, teacher.uri());
        config.set(TargetOptions.TEACHER_SHA256, teacher.sha256());
        config.set(LearnerOptions.ALGORITHM, Algorithm.PPO);
        config.set(LearnerOptions.OUTPUT, directory.resolve(prefix + "run").toUri().toString());
        config.set(RetentionOptions.METHOD, Retention.BC);
        config.set(RetentionOptions.DECAY, 0.99);
        config.set(WeightsOptions.PUBLISH_INTERVAL, 7);
        config.setString(
                "execution.checkpointing.dir",
                directory.resolve(prefix + "checkpoints").toUri().toString());
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 6);
        config.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        try (Topics topics = Topics.connect(config)) {
            topics.create();
        }
        return config;
    }

    private static StreamExecutionEnvironment job(Configuration given) {
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        FineTuneJob.build(env, config);
        return env;
    }

    private static EmbeddedCluster cluster(Configuration given) {
        Configuration config = JobDefaults.under(given);
        return EmbeddedCluster.start(config, RequiredSlots.of(job(config)));
    }

    private static JobExecutionResult run(Configuration given, TestingFailure<RawRecord> failure)
            throws Exception {
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        FineTuneTopics topics = new FineTuneTopics(config);
        FineTuneJob.build(
                env.fromSource(
                                topics.segments(),
                                WatermarkStrategy.noWatermarks(),
                                FineTuneUid.SEGMENTS.uid())
                        .uid(FineTuneUid.SEGMENTS.uid())
                        .map(failure)
                        .returns(new AvroTypeInfo<>(RawRecord.class))
                        .uid("failure"),
                topics,
                config);
        try (EmbeddedCluster cluster = EmbeddedCluster.start(config, RequiredSlots.of(env))) {
            return cluster.submit(env, "test").getJobExecutionResult().get();
        }
    }

    private static JsonNode result(Configuration config) throws Exception {
        return LearnerResult.read(config.get(LearnerOptions.OUTPUT)).orElseThrow();
    }

    private static byte[] weights(Configuration config) throws Exception {
        return Files.readAllBytes(file(result(config).path("weights").asText()));
    }

    private static Path file(String uri) {
        return Path.of(URI.create(uri).getPath());
    }

    private static WeightsAnnouncement lastAnnouncement(Configuration config) {
        List<WeightsAnnouncement> all = announcements(config);
        return all.get(all.size() - 1);
    }

    private static List<WeightsAnnouncement> announcements(Configuration config) {
        WeightsAnnouncementDeserializer deserializer = new WeightsAnnouncementDeserializer();
        return TestingTopic.of(config, Topic.WEIGHTS).readCommitted().stream()
                .map(record -> deserializer.deserialize(record.topic(), record.value()))
                .toList();
    }
}
