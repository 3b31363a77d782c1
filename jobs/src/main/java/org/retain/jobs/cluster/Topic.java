package org.retain.jobs.cluster;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.retain.operators.decode.DeadLetterSchema;

/**
 * Retain's topics. All are compressed with zstd; weights are compacted, the others kept as long as
 * the broker keeps logs.
 */
public enum Topic {
    /** Recorded expert segments, keyed by episode id. */
    DEMONSTRATIONS("demonstrations", true, TopicOptions.MAX_SEGMENT_SIZE),
    /** Live segments of the student, keyed by episode id. */
    ROLLOUTS("rollouts", true, TopicOptions.MAX_SEGMENT_SIZE),
    /** Summaries of ended episodes, keyed by episode id. */
    EPISODES("episodes", true, TopicOptions.MAX_SEGMENT_SIZE),
    /** Announcements of weights, keyed by policy id; the last record is the newest. */
    WEIGHTS("weights", true, TopicOptions.MAX_SEGMENT_SIZE),
    /** Assembled batches for external trainers. */
    TRAINING_BATCHES("training-batches", false, TopicOptions.MAX_BATCH_SIZE),
    /** Figures of the stations. */
    METRICS("metrics", false, TopicOptions.MAX_SEGMENT_SIZE);

    private static final long DEAD_LETTER_HEADER_BYTES = 1L << 20;

    private final String suffix;
    private final boolean hasDeadLetters;
    private final ConfigOption<MemorySize> maxRecordSize;

    Topic(String suffix, boolean hasDeadLetters, ConfigOption<MemorySize> maxRecordSize) {
        this.suffix = suffix;
        this.hasDeadLetters = hasDeadLetters;
        this.maxRecordSize = maxRecordSize;
    }

    /** Name on the broker, {@code retain.rollouts} by default. */
    public String name(ReadableConfig configuration) {
        return configuration.get(TopicOptions.PREFIX) + suffix;
    }

    /** Whether jobs read this topic and so may meet records they cannot decode. */
    public boolean hasDeadLetters() {
        return hasDeadLetters;
    }

    /**
     * Name of the topic that takes undecodable records of this one.
     *
     * @throws IllegalStateException if no job reads this topic
     */
    public String deadLetterName(ReadableConfig configuration) {
        if (!hasDeadLetters) {
            throw new IllegalStateException(
                    "No job reads " + suffix + ", so it has no dead letters");
        }
        return name(configuration) + DeadLetterSchema.TOPIC_SUFFIX;
    }

    /** Settings with which the topic is created; those that an existing topic must have too. */
    Map<String, String> settings(ReadableConfig configuration) {
        Map<String, String> settings = new TreeMap<>();
        settings.put(TopicConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Long.toString(configuration.get(maxRecordSize).getBytes()));
        if (this == WEIGHTS) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            // A record comes every two seconds, so the log is worth compacting by the minute.
            settings.put(TopicConfig.SEGMENT_MS_CONFIG, "600000");
            settings.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "600000");
        }
        return settings;
    }

    /** Settings of the topic that takes undecodable records of this one. */
    Map<String, String> deadLetterSettings(ReadableConfig configuration) {
        long largest = configuration.get(maxRecordSize).getBytes() + DEAD_LETTER_HEADER_BYTES;
        return Map.of(
                TopicConfig.COMPRESSION_TYPE_CONFIG,
                "zstd",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Long.toString(largest));
    }

    int partitions(ReadableConfig configuration) {
        return this == WEIGHTS ? 1 : configuration.get(TopicOptions.PARTITIONS);
    }
}
