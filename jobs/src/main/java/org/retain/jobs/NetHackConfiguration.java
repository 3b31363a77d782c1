package org.retain.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.cluster.JobRun;
import org.retain.operators.environment.EnvironmentName;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.environment.nethack.NetHackOptions;
import org.retain.operators.evaluation.EvaluateOptions;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.PpoOptions;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.learner.Retention;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.memory.SegmentKind;
import org.retain.operators.preprocess.PreprocessOptions;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.target.TargetOptions;

/**
 * What the stations of the NetHack demo are told: sizes for two processor cores and some minutes.
 */
final class NetHackConfiguration {

    /** Weight of the retention loss at the first update: the paper's. */
    static final double COEFFICIENT = 0.5;

    /** The paper's. */
    static final double DECAY = 0.99998;

    /** Games of each evaluation. */
    static final int EPISODES = 32;

    private static final String HELD_OUT = "aa000011";
    private static final int LANES = 32;
    private static final int PIECE_SEGMENTS = 8;
    private static final int PASSES = 6;
    private static final double MAX_PRETRAINING_MINUTES = 1;
    private static final int ROWS = 32;
    private static final int MAX_AHEAD = 128;
    private static final long CRITIC_UPDATES = 8;
    private static final double DISCOUNT = 0.999;
    private static final double LAMBDA = 0.95;
    private static final double REWARD_SCALE = 0.1;

    /** Games are cut off here, so that none keeps the demo waiting. */
    private static final int MAX_STEPS = 2000;

    private final Configuration given;
    private final Path directory;

    /**
     * Options of one run.
     *
     * @param given by the user
     * @param directory of all that the run writes
     */
    NetHackConfiguration(Configuration given, Path directory) {
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

    /** PPO with kickstarting while the student plays. */
    Configuration fineTuning(Map<String, Object> teacher) {
        Configuration config = new Configuration(given);
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofSeconds(5));
        config.set(JobOptions.PARALLELISM, 1);
        config.set(TargetOptions.TEACHER, (String) teacher.get("weights"));
        config.set(TargetOptions.TEACHER_SHA256, (String) teacher.get("sha256"));
        config.set(LearnerOptions.ALGORITHM, Algorithm.PPO);
        config.set(LearnerOptions.OUTPUT, directory.resolve("student").toString());
        config.set(LearnerOptions.MAX_UPDATES, given.get(DemoOptions.UPDATES));
        config.set(LearnerOptions.REPORT_INTERVAL, 1);
        config.set(LearnerOptions.FREEZE, List.of("encoder"));
        config.set(LearnerOptions.CRITIC_UPDATES, CRITIC_UPDATES);
        config.set(PpoOptions.DISCOUNT, DISCOUNT);
        config.set(PpoOptions.LAMBDA, LAMBDA);
        config.set(PpoOptions.REWARD_SCALE, REWARD_SCALE);
        config.set(RetentionOptions.METHOD, Retention.KS);
        config.set(RetentionOptions.COEFFICIENT, COEFFICIENT);
        config.set(RetentionOptions.DECAY, DECAY);
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.ROLLOUTS);
        config.set(BatchOptions.SIZE, ROWS);
        config.set(RolloutOptions.SLOTS, ROWS);
        config.set(RolloutOptions.MAX_AHEAD, MAX_AHEAD);
        play(config);
        JobRun.showProgress(config);
        return JobDefaults.under(config);
    }

    /** The same games for teacher and student. */
    Configuration evaluation(String who, Map<String, Object> weights) {
        Configuration config = new Configuration(given);
        config.set(EvaluateOptions.WEIGHTS, (String) weights.get("weights"));
        config.set(EvaluateOptions.WEIGHTS_SHA256, (String) weights.get("sha256"));
        config.set(EvaluateOptions.OUTPUT, episodes(who).toString());
        config.set(EvaluateOptions.EPISODES, EPISODES);
        config.set(EvaluateOptions.SLOTS, EPISODES);
        config.set(JobOptions.PARALLELISM, 1);
        play(config);
        return config;
    }

    /** Where the games of a player are. */
    Path episodes(String who) {
        return directory.resolve("evaluation-" + who);
    }

    private static void play(Configuration config) {
        config.set(EnvironmentOptions.NAME, EnvironmentName.NETHACK);
        config.set(NetHackOptions.MAX_STEPS, MAX_STEPS);
    }
}
