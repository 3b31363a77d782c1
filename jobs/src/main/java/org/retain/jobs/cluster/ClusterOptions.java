package org.retain.jobs.cluster;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Which Flink cluster a command sends its job to. */
public final class ClusterOptions {
    public static final ConfigOption<String> CLUSTER =
            ConfigOptions.key("cluster")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            REST address of a Flink cluster as host:port. Without it feed, \
                            rollout and finetune go to the cluster of ./retain up, other commands \
                            run in their own process. Files and directories that the options name \
                            must lie at the same path on the cluster's machines.""");

    public static final ConfigOption<Boolean> DETACHED =
            ConfigOptions.key("detached")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Return as soon as the cluster has taken the job, which then goes on without the command.");

    private ClusterOptions() {}
}
