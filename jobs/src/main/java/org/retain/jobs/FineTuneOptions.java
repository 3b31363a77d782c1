package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.target.TargetOptions;

/** Options of FineTuneJob: its own, and those of its stations. */
public final class FineTuneOptions {

    public static final ConfigOption<Boolean> BOUNDED =
            ConfigOptions.key("finetune.bounded")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            """
                            True: read the topics to their present end, then finish. False: go on \
                            with what arrives, until cancelled.""");

    private FineTuneOptions() {}

    /** All options, in the order in which help shows them. */
    public static List<ConfigOption<?>> all() {
        List<ConfigOption<?>> options = new ArrayList<>();
        options.addAll(
                List.of(
                        BOUNDED,
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
