package org.retain.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.learner.Retention;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.memory.SegmentKind;
import org.retain.operators.preprocess.PreprocessOptions;
import org.retain.operators.target.TargetOptions;

/** What the demo's stations are told: sizes for two processor cores and two minutes. */
final class DemoConfiguration {

    /** Weight of the retention loss at the first update: the paper's. */
    static final double COEFFICIENT = 0.5;

    /** Faster than the paper's, whose runs have a thousand times as many updates. */
    static final double DECAY = 0.97;

    private static final String HELD_OUT = "aa000011";
    private static final int LANES = 32;
    private static final int PIECE_SEGMENTS = 8;
    private static final int PASSES = 3;
    private static final double MAX_PRETRAINING_MINUTES = 0.5;
    private static final int MEMORY_CAPACITY = 100;
    private static final int PUBLISH_INTERVAL = 10;

    private final Configuration given;
    private final Path directory;

    /**
     * Options of one run.
     *
     * @param given by the user
     * @param directory of all that the run writes
     */
    DemoConfiguration(Configuration given, Path directory) {
        this.given = given;
        this.directory = directory;
    }

    Configuration preprocessing(Path games) {
        Configuration config = new Configuration();
        config.set(PreprocessOptions.INPUT, games.toString());
        config.set(PreprocessOptions.OUTPUT, shards().toString());
        return config;
    }

    Path shards() {
        return directory.resolve("shards");
    }

    /** Two games to clone, the third to score the clone. */
    Configuration pretraining() {
        Configuration config = new Configuration(given);
        config.set(PretrainOptions.INPUT, shards().toString());
        config.set(LearnerOptions.OUTPUT, directory.resolve("teacher").toString());
        config.set(PretrainOptions.HELD_OUT_GAMES, List.of(HELD_OUT));
        config.set(PretrainOptions.LANES, LANES);
        config.set(PretrainOptions.PIECE, PIECE_SEGMENTS);
        config.set(PretrainOptions.PASSES, PASSES);
        config.set(LearnerOptions.MAX_MINUTES, MAX_PRETRAINING_MINUTES);
        return config;
    }

    /** PPO with kickstarting on the teacher's rollouts; the memory is of demonstrations. */
    Configuration fineTuning(Map<String, Object> teacher, String bootstrapServers) {
        Configuration config = new Configuration(given);
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, bootstrapServers);
        config.set(FeedOptions.INPUT, shards().toString());
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofSeconds(1));
        config.set(TargetOptions.TEACHER, (String) teacher.get("weights"));
        config.set(TargetOptions.TEACHER_SHA256, (String) teacher.get("sha256"));
        config.set(FineTuneOptions.BOUNDED, true);
        config.set(LearnerOptions.ALGORITHM, Algorithm.PPO);
        config.set(LearnerOptions.OUTPUT, directory.resolve("student").toString());
        config.set(LearnerOptions.REPORT_INTERVAL, 1);
        config.set(WeightsOptions.PUBLISH_INTERVAL, PUBLISH_INTERVAL);
        config.set(RetentionOptions.METHOD, Retention.KS);
        config.set(RetentionOptions.COEFFICIENT, COEFFICIENT);
        config.set(RetentionOptions.DECAY, DECAY);
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.ROLLOUTS);
        config.set(MemoryOptions.STRATUM, List.of("dungeon-level"));
        config.set(MemoryOptions.STRATUM_WEIGHTS, "balanced");
        config.set(MemoryOptions.CAPACITY, MEMORY_CAPACITY);
        // Progress travels with the heartbeats of the tasks.
        config.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, JobRun.HEARTBEAT);
        config.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, JobRun.HEARTBEAT_TIMEOUT);
        return JobDefaults.under(config);
    }
}
