package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.episode.Played;
import org.retain.datasets.kafka.EpisodeDeserializer;
import org.retain.datasets.kafka.SegmentDeserializer;
import org.retain.datasets.segment.Segment;
import org.retain.jobs.cluster.EmbeddedCluster;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.cluster.Topics;
import org.retain.operators.decode.SegmentValidation;
import org.retain.operators.environment.EnvironmentName;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.environment.EnvironmentSelection;
import org.retain.operators.environment.toy.AppleRetrievalOptions;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.target.TargetOptions;

/** RolloutJob between the topics of a real broker, paced by a learner that the test plays. */
@Timeout(240)
class RolloutJobITCase {

    private static final int LIMIT = 23;
    private static final int STEPS = 4;
    private static final VectorNetShape SHAPE = new VectorNetShape(1, List.of(), 3, 2);

    @TempDir static Path directory;

    @RegisterExtension private static final TestingBroker broker = new TestingBroker();

    @Test
    void neverRunsFurtherAheadThanAllowedAndEndsWithTheLearner() throws Exception {
        Configuration config = configuration("pace.");
        try (EmbeddedCluster cluster = cluster(config);
                TestingLearner learner = learner(config)) {
            JobClient job = cluster.submit(job(config), "rollout");
            learner.announce(false);

            for (int retired : new int[] {7, 1, LIMIT, 12, 5, LIMIT}) {
                awaitAhead(learner, LIMIT);
                learner.retire(retired);
            }
            awaitAhead(learner, LIMIT);
            learner.announce(true);
            job.getJobExecutionResult().get();

            assertThat(learner.ahead()).isLessThanOrEqualTo(LIMIT);
        }
        assertSound(config, 1);
    }

    @Test
    void aLearnerThatStartsAfreshOrGoesBackIsWaitedForAndFollowed() throws Exception {
        Configuration config = configuration("learner.");
        try (EmbeddedCluster cluster = cluster(config);
                TestingLearner first = learner(config)) {
            cluster.submit(job(config), "rollout");
            first.announce(false);
            awaitAhead(first, LIMIT);
            first.retire(LIMIT);
            awaitAhead(first, LIMIT);

            try (TestingLearner fresh = learner(config)) {
                // It has retired nothing of what lies there: all of that is ahead.
                fresh.announce(false);
                assertThat(fresh.ahead()).isEqualTo(2 * LIMIT);
                fresh.retire(LIMIT + 4);
                awaitAhead(fresh, LIMIT);
                assertThat(fresh.written()).isEqualTo(2 * LIMIT + 4);
            }
        }
    }

    @Test
    void rolloutsThatStartAfreshOrFromASavepointFindTheirPlace() throws Exception {
        Configuration config = configuration("restart.");
        try (EmbeddedCluster cluster = cluster(config);
                TestingLearner learner = learner(config)) {
            learner.announce(false);
            JobClient job = cluster.submit(job(config), "first");
            awaitAhead(learner, LIMIT);
            String savepoint =
                    job.stopWithSavepoint(
                                    false,
                                    directory.resolve("savepoints").toUri().toString(),
                                    SavepointFormatType.CANONICAL)
                            .get();

            learner.retire(10);
            Configuration restored = new Configuration(config);
            restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
            job = cluster.submit(job(restored), "restored");
            awaitAhead(learner, LIMIT);
            job.cancel().get();

            learner.retire(10);
            job = cluster.submit(job(config), "afresh");
            awaitAhead(learner, LIMIT);
            learner.announce(true);
            job.getJobExecutionResult().get();
        }
        assertSound(config, 3);
    }

    @Test
    void aFailureNeitherBreaksTheLimitNorStopsThePlay() throws Exception {
        Configuration config = configuration("failure.");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(JobDefaults.under(config));
        RolloutJob.build(
                RolloutJob.played(env, EnvironmentSelection.of(config), config)
                        .map(TestingFailure.<Played>after(10))
                        .returns(new AvroTypeInfo<>(Played.class))
                        .uid("failure"),
                config);
        try (EmbeddedCluster cluster = cluster(config);
                TestingLearner learner = learner(config)) {
            JobClient job = cluster.submit(env, "failing");
            learner.announce(false);
            while (TestingFailure.count() == 0) {
                awaitAhead(learner, 1);
                learner.retire(1);
            }
            for (int i = 0; i < 3; i++) {
                awaitAhead(learner, LIMIT);
                learner.retire(LIMIT);
            }
            learner.announce(true);
            job.getJobExecutionResult().get();
        }
    }

    /** Waits until so many segments are not retired; there are never more than the limit. */
    private static void awaitAhead(TestingLearner learner, long atLeast) throws Exception {
        long ahead = learner.ahead();
        while (ahead < atLeast) {
            Thread.sleep(20);
            ahead = learner.ahead();
            assertThat(ahead).isLessThanOrEqualTo(LIMIT);
        }
    }

    /** Every segment is one that a learner takes, and each run's episodes are without gaps. */
    private static void assertSound(Configuration config, int runs) {
        SegmentDeserializer deserializer = new SegmentDeserializer();
        List<Segment> segments =
                TestingTopic.of(config, Topic.ROLLOUTS).readCommitted().stream()
                        .map(record -> deserializer.deserialize(record.topic(), record.value()))
                        .toList();
        segments.forEach(new SegmentValidation(STEPS)::check);
        Map<String, List<Integer>> episodes =
                segments.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Segment::getEpisodeId,
                                        Collectors.mapping(
                                                Segment::getSegmentIndex, Collectors.toList())));
        episodes.forEach(
                (id, indices) -> {
                    for (int i = 0; i < indices.size(); i++) {
                        assertThat(indices.get(i)).as(id).isEqualTo(i);
                    }
                });
        assertThat(episodes.keySet().stream().map(id -> id.split("/")[0]).distinct())
                .as("a run id for each of two subtasks and each start")
                .hasSize(2 * runs);
        EpisodeDeserializer summaries = new EpisodeDeserializer();
        List<Episode> ended =
                TestingTopic.of(config, Topic.EPISODES).readCommitted().stream()
                        .map(record -> summaries.deserialize(record.topic(), record.value()))
                        .toList();
        assertThat(ended)
                .isNotEmpty()
                .allSatisfy(
                        episode -> {
                            assertThat(episode.getSteps()).isPositive();
                            assertThat(episode.getPlace()).isEqualTo("phase");
                        });
    }

    private static TestingLearner learner(Configuration config) throws Exception {
        return new TestingLearner(
                config,
                PolicyWeights.random(SHAPE, 1),
                directory.resolve(config.get(JobOptions.NAME) + ".safetensors").toString());
    }

    private static StreamExecutionEnvironment job(Configuration given) {
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        RolloutJob.build(env, config);
        return env;
    }

    private static EmbeddedCluster cluster(Configuration config) {
        return EmbeddedCluster.start(JobDefaults.under(config), RequiredSlots.of(job(config)));
    }

    private static Configuration configuration(String prefix) {
        Configuration config = new Configuration();
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        config.set(TopicOptions.PREFIX, prefix);
        config.set(TopicOptions.PARTITIONS, 3);
        config.set(JobOptions.NAME, prefix + "job");
        config.set(JobOptions.PARALLELISM, 2);
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(150));
        config.set(EnvironmentOptions.NAME, EnvironmentName.APPLE_RETRIEVAL);
        config.set(AppleRetrievalOptions.DISTANCE, 2);
        config.set(AppleRetrievalOptions.STEP_LIMIT, 6);
        config.set(RolloutOptions.SLOTS, 3);
        config.set(RolloutOptions.MAX_AHEAD, LIMIT);
        config.set(BatchOptions.SIZE, 8);
        config.set(BatchOptions.STEPS, STEPS);
        config.set(TargetOptions.BUNDLE_SIZE, 4);
        config.setString(
                "execution.checkpointing.dir",
                directory.resolve(prefix + "checkpoints").toUri().toString());
        config.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        try (Topics topics = Topics.connect(config)) {
            topics.create();
        }
        return config;
    }
}
