package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.FrozenEncoder;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.Retention;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.memory.SegmentKind;
import org.retain.operators.target.TargetOptions;
import org.retain.operators.target.TargetSettings;

/** Options of FineTuneJob: its own, and those of its stations. */
public final class FineTuneOptions {

    public static final ConfigOption<Boolean> BOUNDED =
            ConfigOptions.key("finetune.bounded")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            """
                            True: read the topics to their present end, then finish. False: go on \
                            with what arrives, until max-updates, max-minutes, the STOP file or a \
                            cancellation ends the run.""");

    public static final ConfigOption<RolloutsStart> ROLLOUTS_START =
            ConfigOptions.key("finetune.rollouts-start")
                    .enumType(RolloutsStart.class)
                    .defaultValue(RolloutsStart.EARLIEST)
                    .withDescription(
                            """
                            Where a run that is not restored begins to read the rollouts topic: \
                            'earliest' learns from all that is there; 'latest' leaves what was \
                            played before, as by an earlier run, alone and counts it as retired.""");

    private FineTuneOptions() {}

    /**
     * The options with what the learner takes from other stations: without weights of its own the
     * student starts as the teacher.
     *
     * @throws IllegalArgumentException when options do not go together; the message names them
     */
    static Configuration forLearner(ReadableConfig config) {
        Configuration learner = Configuration.fromMap(config.toMap());
        Algorithm algorithm = config.get(LearnerOptions.ALGORITHM);
        boolean onPolicy = algorithm == Algorithm.PPO || algorithm == Algorithm.REINFORCE;
        if (onPolicy && config.get(MemoryOptions.BATCH_DRIVER) != SegmentKind.ROLLOUTS) {
            throw new IllegalArgumentException(
                    "Option %s is %s, but %s %s learns from fresh rollouts: they must drive"
                            .formatted(
                                    MemoryOptions.BATCH_DRIVER.key(),
                                    config.get(MemoryOptions.BATCH_DRIVER),
                                    LearnerOptions.ALGORITHM.key(),
                                    algorithm));
        }
        Retention retention = config.get(RetentionOptions.METHOD);
        boolean needsTeacher =
                retention == Retention.KS
                        || retention == Retention.BC && !config.get(RetentionOptions.CROSS_ENTROPY);
        if (needsTeacher && config.get(TargetOptions.TEACHER) == null) {
            throw new IllegalArgumentException(
                    "Option %s is missing, which %s %s needs"
                            .formatted(
                                    TargetOptions.TEACHER.key(),
                                    RetentionOptions.METHOD.key(),
                                    retention));
        }
        if (!learner.contains(LearnerOptions.INITIAL_WEIGHTS)
                && learner.contains(TargetOptions.TEACHER)) {
            learner.set(LearnerOptions.INITIAL_WEIGHTS, learner.get(TargetOptions.TEACHER));
            learner.getOptional(TargetOptions.TEACHER_SHA256)
                    .ifPresent(hash -> learner.set(LearnerOptions.INITIAL_SHA256, hash));
        }
        return learner;
    }

    /**
     * What the target station takes from the options, and from those of the learner.
     *
     * @throws IllegalArgumentException when options do not go together; the message names them
     */
    static TargetSettings forTarget(ReadableConfig config) {
        TargetSettings settings = TargetSettings.of(config);
        if (!FrozenEncoder.encodes(config)) {
            return settings;
        }
        String student = forLearner(config).get(LearnerOptions.INITIAL_WEIGHTS);
        if (student == null) {
            throw new IllegalArgumentException(
                    "Option %s is missing: give the weights that the student starts from"
                            .formatted(LearnerOptions.INITIAL_WEIGHTS.key()));
        }
        return settings.withEncodings(student);
    }

    /** All options, in the order in which help shows them. */
    public static List<ConfigOption<?>> all() {
        List<ConfigOption<?>> options = new ArrayList<>();
        options.addAll(
                List.of(
                        BOUNDED,
                        ROLLOUTS_START,
                        TargetOptions.TEACHER,
                        TargetOptions.TEACHER_SHA256,
                        TargetOptions.BUNDLE_SIZE,
                        TargetOptions.BUNDLE_INTERVAL,
                        TargetOptions.DTYPE,
                        TargetOptions.TOMBSTONE_TTL,
                        TargetOptions.IDLE_TTL));
        options.addAll(
                List.of(
                        MemoryOptions.BATCH_DRIVER,
                        MemoryOptions.INSERT,
                        MemoryOptions.UNIT,
                        MemoryOptions.SAMPLES_PER_INSERT,
                        MemoryOptions.CAPACITY,
                        MemoryOptions.MIN_SIZE,
                        MemoryOptions.REMOVER,
                        MemoryOptions.DEMONSTRATION_CAPACITY,
                        MemoryOptions.DEMONSTRATION_REMOVER,
                        MemoryOptions.ROLLOUT_CAPACITY,
                        MemoryOptions.ROLLOUT_REMOVER,
                        MemoryOptions.STRATUM,
                        MemoryOptions.STRATUM_WEIGHTS,
                        MemoryOptions.MAX_STRATA,
                        MemoryOptions.SHARDS,
                        MemoryOptions.SEED));
        options.addAll(
                List.of(
                        BatchOptions.SIZE,
                        BatchOptions.STEPS,
                        BatchOptions.BURN_IN,
                        BatchOptions.DEMONSTRATION_STATE));
        options.addAll(LearnerGroups.fineTuning());
        options.addAll(
                List.of(
                        JobOptions.NAME,
                        JobOptions.PARALLELISM,
                        JobOptions.CHECKPOINT_INTERVAL,
                        KafkaOptions.BOOTSTRAP_SERVERS,
                        TopicOptions.PREFIX,
                        KafkaOptions.CONNECT_TIMEOUT,
                        KafkaOptions.TRANSACTION_TIMEOUT,
                        TopicOptions.MAX_BATCH_SIZE,
                        TopicOptions.MAX_SEGMENT_SIZE,
                        KafkaOptions.PROPERTIES));
        return List.copyOf(options);
    }
}
