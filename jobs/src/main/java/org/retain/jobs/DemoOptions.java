package org.retain.jobs;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of the demo. */
public final class DemoOptions {

    public static final ConfigOption<Long> UPDATES =
            ConfigOptions.key("demo.updates")
                    .longType()
                    .defaultValue(400L)
                    .withDescription("Updates of the student, each of 1,024 steps.");

    private DemoOptions() {}
}
