package org.retain.operators.preprocess;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** Options of the preprocess job. */
public final class PreprocessOptions {

    public static final ConfigOption<String> INPUT =
            ConfigOptions.key("input")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory of recorded games in the layout of NLD-AA: the one that holds \
                            nle_data, or any above or below it.\
                            """);

    public static final ConfigOption<String> OUTPUT =
            ConfigOptions.key("output")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory for the Parquet shards and manifest.json. One that a run \
                            began is resumed, if input and options are the same.\
                            """);

    public static final ConfigOption<List<String>> ROLE =
            filter("role", "roles, e.g. Mon. A game without an xlogfile line has no known role.");

    public static final ConfigOption<List<String>> RACE = filter("race", "races, e.g. Hum.");

    public static final ConfigOption<List<String>> ALIGNMENT =
            filter("alignment", "alignments at the start of the game: Law, Neu, Cha.");

    public static final ConfigOption<List<String>> GENDER =
            filter("gender", "genders at the start of the game: Mal, Fem.");

    public static final ConfigOption<Integer> SEGMENT_LENGTH =
            ConfigOptions.key("segment.length")
                    .intType()
                    .defaultValue(32)
                    .withDescription(
                            """
                            Steps in a segment (T); the last one of a game may be shorter.\
                            """);

    public static final ConfigOption<MemorySize> SHARD_SIZE =
            ConfigOptions.key("shard.size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(8))
                    .withDescription(
                            """
                            Length of the recordings that fill a shard; the shard itself becomes \
                            about 1.7 times as long. Shards are what is written in parallel.\
                            """);

    public static final ConfigOption<Integer> PARALLELISM =
            ConfigOptions.key("parallelism")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Shards written at the same time. Default: on this machine as many as it \
                            has processors, on a cluster its parallelism.default.\
                            """);

    /** All of them, in the order of the help. */
    public static final List<ConfigOption<?>> ALL =
            List.of(
                    INPUT,
                    OUTPUT,
                    ROLE,
                    RACE,
                    ALIGNMENT,
                    GENDER,
                    SEGMENT_LENGTH,
                    SHARD_SIZE,
                    PARALLELISM);

    private PreprocessOptions() {}

    private static ConfigOption<List<String>> filter(String key, String what) {
        return ConfigOptions.key(key)
                .stringType()
                .asList()
                .defaultValues()
                .withDescription("Use only games of these " + what + " Default: all.");
    }
}
