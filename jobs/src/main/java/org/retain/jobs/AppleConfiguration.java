package org.retain.jobs;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentName;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.environment.EnvironmentSelection;
import org.retain.operators.environment.toy.AppleRetrievalOptions;
import org.retain.operators.evaluation.EvaluateOptions;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.PpoOptions;
import org.retain.operators.learner.ReinforceBaseline;
import org.retain.operators.learner.Retention;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.target.TargetOptions;

/**
 * What the stations of the AppleRetrieval demo are told. The paper states neither learning rate nor
 * batch; these make the effect plain within a minute.
 */
final class AppleConfiguration {

    /** M, where the apple lies. */
    static final int DISTANCE = 30;

    /** c, small enough for the two phases to interfere. */
    static final double SCALE = 0.2;

    /** The paper's; also the longest segment, since REINFORCE wants whole episodes. */
    static final int STEPS = 100;

    /** Episodes of an update. */
    static final int BATCH = 32;

    static final long PRETRAINING_UPDATES = 20;
    static final long UPDATES = 60;

    /** Episodes of each evaluation. */
    static final int EPISODES = 200;

    /**
     * With so large an ε Adam is gradient descent with momentum: steps are in proportion to the
     * gradient, which is what the two phases' interference follows from. Steps of one size for
     * weight and bias would undo what was forgotten as fast as it went.
     */
    private static final double EPSILON = 1000;

    private static final double PRETRAINING_RATE = 1.5 * EPSILON;
    private static final double RATE = 5 * EPSILON;
    private static final double DISCOUNT = 0.99;
    private static final double REWARD_SCALE = 0.1;
    private static final double COEFFICIENT = 5;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Configuration given;
    private final Path directory;

    /**
     * Options of one run.
     *
     * @param given by the user
     * @param directory of all that the run writes
     */
    AppleConfiguration(Configuration given, Path directory) {
        this.given = given;
        this.directory = directory;
    }

    /** REINFORCE on phase 2 alone, from these weights. */
    Configuration pretraining(String who, Path weights, String bootstrapServers) {
        Configuration config = loop(who, bootstrapServers);
        config.set(LearnerOptions.INITIAL_WEIGHTS, weights.toString());
        config.set(LearnerOptions.MAX_UPDATES, PRETRAINING_UPDATES);
        config.set(LearnerOptions.LEARNING_RATE, PRETRAINING_RATE);
        config.set(AppleRetrievalOptions.START_WITH_APPLE, true);
        return JobDefaults.under(config);
    }

    /** REINFORCE on the whole task, from the teacher's weights. */
    Configuration fineTuning(
            String who, Retention retention, Path teacher, String bootstrapServers) {
        Configuration config = loop(who, bootstrapServers);
        config.set(TargetOptions.TEACHER, teacher.toString());
        config.set(LearnerOptions.MAX_UPDATES, UPDATES);
        config.set(LearnerOptions.LEARNING_RATE, RATE);
        config.set(RetentionOptions.METHOD, retention);
        config.set(RetentionOptions.COEFFICIENT, COEFFICIENT);
        return JobDefaults.under(config);
    }

    private Configuration loop(String who, String bootstrapServers) {
        Configuration config = new Configuration(given);
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, bootstrapServers);
        config.set(TopicOptions.PREFIX, "retain.%s.".formatted(who));
        config.set(TopicOptions.PARTITIONS, 1);
        config.set(JobOptions.NAME, who);
        config.set(JobOptions.PARALLELISM, 1);
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofSeconds(1));
        config.set(LearnerOptions.ALGORITHM, Algorithm.REINFORCE);
        config.set(LearnerOptions.OUTPUT, directory.resolve(who).toString());
        config.set(LearnerOptions.EPSILON, EPSILON);
        config.set(PpoOptions.BASELINE, ReinforceBaseline.MEAN);
        config.set(PpoOptions.DISCOUNT, DISCOUNT);
        config.set(PpoOptions.REWARD_SCALE, REWARD_SCALE);
        config.set(BatchOptions.SIZE, BATCH);
        config.set(BatchOptions.STEPS, STEPS);
        config.set(MemoryOptions.SHARDS, 1);
        config.set(TargetOptions.BUNDLE_SIZE, BATCH);
        config.set(TargetOptions.BUNDLE_INTERVAL, POLL_INTERVAL);
        config.set(WeightsOptions.DIRECTORY, weights(who).toString());
        config.set(WeightsOptions.KEEP, (int) UPDATES + 1);
        config.set(WeightsOptions.PUBLISH_INTERVAL, 1);
        config.set(RolloutOptions.LOCK_STEP, true);
        config.set(RolloutOptions.SLOTS, BATCH);
        config.set(RolloutOptions.POLL_INTERVAL, POLL_INTERVAL);
        config.set(RolloutOptions.SEED, given.get(DemoOptions.SEED));
        config.set(EnvironmentOptions.SEED, given.get(DemoOptions.SEED));
        // Few small records, each of which the next station waits for.
        config.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
        JobRun.showProgress(config);
        environment(config);
        return config;
    }

    /** Where a learner's weights are, those after each update. */
    Path weights(String who) {
        return directory.resolve(who).resolve("weights");
    }

    /** Where the episodes of an evaluation are. */
    Path evaluation(String who, boolean phase2) {
        return directory.resolve("evaluation-%s-%s".formatted(who, phase2 ? "phase-2" : "whole"));
    }

    /** The same episodes for all, by EvaluateJob. */
    Configuration evaluation(Path output, Path weights, boolean phase2) {
        Configuration config = new Configuration(given);
        config.set(EvaluateOptions.WEIGHTS, weights.toString());
        config.set(EvaluateOptions.OUTPUT, output.toString());
        config.set(EvaluateOptions.EPISODES, EPISODES);
        config.set(EvaluateOptions.SLOTS, EPISODES);
        config.set(JobOptions.PARALLELISM, 1);
        config.set(AppleRetrievalOptions.START_WITH_APPLE, phase2);
        environment(config);
        return config;
    }

    /** Phase 2 alone, or the whole task. */
    EnvironmentFactory environment(boolean phase2) {
        Configuration config = new Configuration();
        config.set(AppleRetrievalOptions.START_WITH_APPLE, phase2);
        environment(config);
        return EnvironmentSelection.of(config);
    }

    private static void environment(Configuration config) {
        config.set(EnvironmentOptions.NAME, EnvironmentName.APPLE_RETRIEVAL);
        config.set(AppleRetrievalOptions.DISTANCE, DISTANCE);
        config.set(AppleRetrievalOptions.SCALE, SCALE);
        config.set(AppleRetrievalOptions.STEP_LIMIT, STEPS);
    }
}
