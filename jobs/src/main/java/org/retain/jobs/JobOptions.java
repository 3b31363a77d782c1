package org.retain.jobs;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options that every streaming job has. */
public final class JobOptions {

    public static final ConfigOption<String> NAME =
            ConfigOptions.key("job.name")
                    .stringType()
                    .defaultValue("retain")
                    .withDescription(
                            """
                            Stable name of the run: prefix of its Kafka transactions and consumer \
                            group. Two runs on one broker need two names; a run that resumes keeps \
                            its own.""");

    public static final ConfigOption<Integer> PARALLELISM =
            ConfigOptions.key("job.parallelism")
                    .intType()
                    .defaultValue(1)
                    .withDescription("Parallel subtasks of each station that can be parallel.");

    public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
            ConfigOptions.key("job.checkpoint-interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription(
                            """
                            Time between checkpoints. Exactly-once output becomes visible to \
                            read_committed readers at each checkpoint.""");

    private JobOptions() {}
}
