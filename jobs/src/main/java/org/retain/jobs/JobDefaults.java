package org.retain.jobs;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;

/** Flink settings that every job of ours starts from; what the user gives goes over them. */
final class JobDefaults {

    private static final int RESTARTS = 3;

    /** Fixed, so that a job can be restored at any parallelism up to it. */
    static final int MAX_PARALLELISM = 128;

    private JobDefaults() {}

    /** The user's configuration over our defaults. */
    static Configuration under(Configuration given) {
        Configuration defaults = new Configuration();
        defaults.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        defaults.set(PipelineOptions.GENERIC_TYPES, false);
        defaults.set(PipelineOptions.OBJECT_REUSE, true);
        defaults.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        defaults.set(CoreOptions.DEFAULT_PARALLELISM, given.get(JobOptions.PARALLELISM));
        defaults.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                given.get(JobOptions.CHECKPOINT_INTERVAL));
        defaults.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // Bounded, because a failure that repeats (a missing class, a wrong teacher) must surface.
        defaults.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        defaults.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        defaults.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
        defaults.addAll(given);
        return defaults;
    }
}
