package org.retain.jobs.command;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options that every command has. */
public final class CommandOptions {

    public static final ConfigOption<String> CONFIG =
            ConfigOptions.key("config")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "YAML file with values for any options; what is on the command line goes"
                                    + " before what is in the file.");

    public static final ConfigOption<Boolean> JSON =
            ConfigOptions.key("json")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Print the summary as one line of JSON, the last on standard output, and"
                                    + " everything else on standard error.");

    public static final ConfigOption<Boolean> VERBOSE =
            ConfigOptions.key("verbose")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Show log messages and stack traces, which otherwise go to the log file"
                                    + " only.");

    static final List<ConfigOption<?>> ALL = List.of(CONFIG, JSON, VERBOSE);

    private CommandOptions() {}
}
