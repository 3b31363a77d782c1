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
                            "REST address of a Flink cluster as host:port. Without it, the cluster of ./retain up.");

    private ClusterOptions() {}
}
