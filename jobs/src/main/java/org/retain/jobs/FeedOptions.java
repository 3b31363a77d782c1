package org.retain.jobs;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.TopicOptions;

/** Options of FeedJob. */
public final class FeedOptions {

    public static final ConfigOption<String> INPUT =
            ConfigOptions.key("input")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Directory of Parquet shards that preprocess wrote.");

    public static final ConfigOption<Integer> LANES =
            ConfigOptions.key("feed.lanes")
                    .intType()
                    .defaultValue(64)
                    .withDescription(
                            """
                            Episodes under way at a time: their segments take turns, so that \
                            neighbours in the log come from different episodes.""");

    public static final ConfigOption<Double> SEGMENTS_PER_SECOND =
            ConfigOptions.key("feed.segments-per-second")
                    .doubleType()
                    .defaultValue(0.0)
                    .withDescription("Rate limit in segments per second; 0 for none.");

    public static final ConfigOption<List<String>> GAMES =
            ConfigOptions.key("feed.games")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Only the games whose ids contain one of these. Default: all.");

    private FeedOptions() {}

    /** All options, in the order in which help shows them. */
    public static List<ConfigOption<?>> all() {
        return List.of(
                INPUT,
                LANES,
                GAMES,
                SEGMENTS_PER_SECOND,
                JobOptions.NAME,
                JobOptions.CHECKPOINT_INTERVAL,
                KafkaOptions.BOOTSTRAP_SERVERS,
                TopicOptions.PREFIX,
                KafkaOptions.CONNECT_TIMEOUT,
                KafkaOptions.TRANSACTION_TIMEOUT,
                TopicOptions.MAX_SEGMENT_SIZE,
                KafkaOptions.PROPERTIES);
    }
}
