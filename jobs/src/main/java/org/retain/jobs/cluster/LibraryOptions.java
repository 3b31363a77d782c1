package org.retain.jobs.cluster;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Where libraries of jobs go. */
public final class LibraryOptions {
    public static final ConfigOption<List<String>> DIRECTORY =
            ConfigOptions.key("flink-lib")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription("The lib directory of a Flink distribution.");

    private LibraryOptions() {}
}
