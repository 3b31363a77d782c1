package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.policy.EncodingOptions;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.target.TargetOptions;

/** Options of RolloutJob: its own, the environment's, and those that it shares with the learner. */
final class RolloutGroups {

    private RolloutGroups() {}

    /** All options, in the order in which help shows them. */
    static List<ConfigOption<?>> all() {
        List<ConfigOption<?>> options = new ArrayList<>(EnvironmentGroups.all());
        options.add(EnvironmentOptions.SEED);
        options.addAll(
                List.of(
                        RolloutOptions.SLOTS,
                        RolloutOptions.MAX_AHEAD,
                        RolloutOptions.LOCK_STEP,
                        RolloutOptions.TEMPERATURE,
                        RolloutOptions.INITIAL_WEIGHTS,
                        RolloutOptions.SEED,
                        RolloutOptions.MAX_MINUTES,
                        RolloutOptions.POLL_INTERVAL));
        options.addAll(
                List.of(
                        WeightsOptions.POLICY_ID,
                        WeightsOptions.PUBLISH_INTERVAL,
                        LearnerOptions.ALGORITHM,
                        LearnerOptions.FREEZE,
                        EncodingOptions.ENCODINGS,
                        MemoryOptions.BATCH_DRIVER,
                        BatchOptions.SIZE,
                        BatchOptions.STEPS,
                        TargetOptions.BUNDLE_SIZE));
        options.addAll(
                List.of(
                        JobOptions.NAME,
                        JobOptions.PARALLELISM,
                        JobOptions.CHECKPOINT_INTERVAL,
                        KafkaOptions.BOOTSTRAP_SERVERS,
                        TopicOptions.PREFIX,
                        KafkaOptions.CONNECT_TIMEOUT,
                        TopicOptions.MAX_SEGMENT_SIZE,
                        KafkaOptions.PROPERTIES));
        return List.copyOf(options);
    }
}
