package org.retain.jobs.report;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of {@code ./retain report}. */
public final class ReportOptions {

    public static final ConfigOption<List<String>> DIRECTORY =
            ConfigOptions.key("directory")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription("Directories of experiments (--output of experiment).");

    private ReportOptions() {}
}
