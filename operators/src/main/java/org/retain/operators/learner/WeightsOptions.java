package org.retain.operators.learner;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of weights: where they lie and how they are announced. */
public final class WeightsOptions {

    public static final ConfigOption<String> POLICY_ID =
            ConfigOptions.key("policy-id")
                    .stringType()
                    .defaultValue("student")
                    .withDescription(
                            """
                            Name of the policy whose weights are announced: the record's key. \
                            Learner and players must give the same.\
                            """);

    public static final ConfigOption<String> DIRECTORY =
            ConfigOptions.key("weights.directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory of the weights files, on a file system that learner and \
                            players reach.\
                            """);

    public static final ConfigOption<Integer> KEEP =
            ConfigOptions.key("weights.keep")
                    .intType()
                    .defaultValue(3)
                    .withDescription(
                            """
                            Weights files that stay, besides the one that was announced last; at \
                            least 1. A player that is slower than so many announcements finds its \
                            file deleted and takes the newest.\
                            """);

    public static final ConfigOption<Integer> PUBLISH_INTERVAL =
            ConfigOptions.key("weights.publish-interval")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            """
                            Applied updates between two weights files, each of which is announced; \
                            at least 1.\
                            """);

    public static final ConfigOption<Duration> HEARTBEAT =
            ConfigOptions.key("weights.heartbeat")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(2))
                    .withDescription(
                            """
                            Longest time between two announcements: without new weights the last \
                            ones are announced again, with the positions retired since.\
                            """);

    public static final ConfigOption<Long> SNAPSHOT_INTERVAL =
            ConfigOptions.key("weights.snapshot-interval")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            """
                            Applied updates between two snapshots, weights files that stay for \
                            good: update-000000100.safetensors and so on in the directory \
                            snapshots beside that of the weights, the first before any update; 0 \
                            for none.\
                            """);

    private WeightsOptions() {}
}
