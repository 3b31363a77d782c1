package org.retain.jobs.cluster;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The Flink cluster inside a command's own JVM. */
public final class EmbeddedClusterOptions {
    public static final ConfigOption<Integer> WEB_PORT =
            ConfigOptions.key("web-port")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Port of Flink's web UI on the loopback interface while the command runs; 0 chooses a free one.");

    private EmbeddedClusterOptions() {}
}
