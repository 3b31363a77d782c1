package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.Played;
import org.retain.datasets.kafka.RawRecord;
import org.retain.datasets.kafka.SegmentDeserializer;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.jobs.cluster.EmbeddedCluster;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.cluster.Topics;
import org.retain.operators.environment.EnvironmentName;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.environment.EnvironmentSelection;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.DemonstrationState;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.LearnerResult;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.target.TargetOptions;

/** RolloutJob and FineTuneJob together over one broker: the closed loop. */
@Timeout(240)
class RolloutLearningITCase {

    private static final int STEPS = 8;
    private static final int BATCH = 6;
    private static final int BUNDLE = 4;

    @TempDir static Path directory;

    @RegisterExtension private static final TestingBroker broker = new TestingBroker();

    @Test
    void ppoLearnsFromItsOwnRolloutsAcrossAFailureOfThePlay() throws Exception {
        Configuration config = configuration("play.", 60);

        run(config, TestingFailure.after(40), TestingFailure.none());

        assertThat(TestingFailure.count()).isEqualTo(1);
        assertLearned(config, 60);
    }

    @Test
    void ppoLearnsFromItsOwnRolloutsAcrossAFailureOfTheLearner() throws Exception {
        Configuration config = configuration("learn.", 60);

        run(config, TestingFailure.none(), TestingFailure.after(40));

        assertThat(TestingFailure.count()).isEqualTo(1);
        assertLearned(config, 60);
    }

    @Test
    void aSecondRunLeavesTheRolloutsOfTheFirstAlone() throws Exception {
        Configuration config = configuration("again.", 10);
        run(config, TestingFailure.none(), TestingFailure.none());
        int before = rollouts(config).size();

        config.set(LearnerOptions.OUTPUT, directory.resolve("again.second").toUri().toString());
        config.set(FineTuneOptions.ROLLOUTS_START, RolloutsStart.LATEST);
        run(config, TestingFailure.none(), TestingFailure.none());

        assertLearned(config, 10);
        assertThat(rollouts(config).size() - before)
                .as("all that the second learner trained on is of its own run")
                .isGreaterThanOrEqualTo(10 * BATCH);
    }

    @Test
    void reinforceInLockStepTrainsOnWhatItsNewestWeightsPlayed() throws Exception {
        Configuration config = configuration("step.", 20);
        config.set(LearnerOptions.ALGORITHM, Algorithm.REINFORCE);
        config.set(RolloutOptions.LOCK_STEP, true);

        run(config, TestingFailure.none(), TestingFailure.none());

        assertLearned(config, 20);
        List<Segment> rollouts = rollouts(config);
        assertThat(rollouts).hasSizeBetween(20 * BATCH, 21 * BATCH);
        long[] perUpdate = new long[21];
        for (Segment segment : rollouts) {
            long[] versions = TensorPacking.unpackLongs(segment.getBehaviour().getWeightsVersion());
            assertThat(versions).containsOnly(versions[0]);
            perUpdate[(int) new WeightsVersion(versions[0]).updates()]++;
        }
        for (int update = 0; update < 20; update++) {
            assertThat(perUpdate[update]).as("segments by weights %d", update).isEqualTo(BATCH);
        }
    }

    private static void assertLearned(Configuration config, long updates) throws Exception {
        JsonNode result = LearnerResult.read(config.get(LearnerOptions.OUTPUT)).orElseThrow();
        assertThat(result.path("updates").asLong()).isEqualTo(updates);
        assertThat(result.path("counters").path("drivingRows").asLong()).isEqualTo(updates * BATCH);
        assertThat(result.path("figures").toString()).doesNotContain("NaN");
        assertThat(TestingTopic.of(config, Topic.EPISODES).readCommitted()).isNotEmpty();
    }

    private static List<Segment> rollouts(Configuration config) {
        SegmentDeserializer deserializer = new SegmentDeserializer();
        return TestingTopic.of(config, Topic.ROLLOUTS).readCommitted().stream()
                .map(record -> deserializer.deserialize(record.topic(), record.value()))
                .toList();
    }

    /** Runs both jobs to their ends. */
    private static void run(
            Configuration given, TestingFailure<Played> play, TestingFailure<RawRecord> learn)
            throws Exception {
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment rollouts =
                StreamExecutionEnvironment.getExecutionEnvironment(config);
        RolloutJob.build(
                RolloutJob.played(rollouts, EnvironmentSelection.of(config), config)
                        .map(play)
                        .returns(new AvroTypeInfo<>(Played.class))
                        .uid("failure"),
                config);
        StreamExecutionEnvironment tuning =
                StreamExecutionEnvironment.getExecutionEnvironment(config);
        FineTuneTopics topics = new FineTuneTopics(config);
        FineTuneJob.build(
                tuning.fromSource(
                                topics.segments(),
                                WatermarkStrategy.noWatermarks(),
                                FineTuneUid.SEGMENTS.uid())
                        .uid(FineTuneUid.SEGMENTS.uid())
                        .map(learn)
                        .returns(new AvroTypeInfo<>(RawRecord.class))
                        .uid("failure"),
                topics,
                config);
        RequiredSlots slots = RequiredSlots.of(rollouts).plus(RequiredSlots.of(tuning));
        try (EmbeddedCluster cluster = EmbeddedCluster.start(config, slots)) {
            JobClient playing = cluster.submit(rollouts, "rollout");
            JobClient learning = cluster.submit(tuning, "finetune");
            learning.getJobExecutionResult().get();
            playing.getJobExecutionResult().get();
        }
    }

    private static Configuration configuration(String prefix, long updates) throws Exception {
        Configuration config = new Configuration();
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        config.set(TopicOptions.PREFIX, prefix);
        config.set(TopicOptions.PARTITIONS, 2);
        config.set(JobOptions.NAME, prefix + "job");
        config.set(JobOptions.PARALLELISM, 2);
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(150));
        config.set(EnvironmentOptions.NAME, EnvironmentName.APPLE_RETRIEVAL);
        config.set(RolloutOptions.SLOTS, 3);
        config.set(RolloutOptions.MAX_AHEAD, 2 * BATCH + BUNDLE);
        config.set(BatchOptions.SIZE, BATCH);
        config.set(BatchOptions.STEPS, STEPS);
        config.set(BatchOptions.DEMONSTRATION_STATE, DemonstrationState.ZERO);
        config.set(TargetOptions.BUNDLE_SIZE, BUNDLE);
        config.set(LearnerOptions.ALGORITHM, Algorithm.PPO);
        config.set(LearnerOptions.MAX_UPDATES, updates);
        config.set(LearnerOptions.OUTPUT, directory.resolve(prefix + "run").toUri().toString());
        Path weights = directory.resolve(prefix + "initial.safetensors");
        PolicyWeights.random(new VectorNetShape(1, List.of(), 4, 2), 1).write(weights.toString());
        config.set(LearnerOptions.INITIAL_WEIGHTS, weights.toString());
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
