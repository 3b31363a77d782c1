package org.retain.jobs.cluster;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** The names and the shape of Retain's topics. */
public final class TopicOptions {
    public static final ConfigOption<String> PREFIX =
            ConfigOptions.key("kafka.topic-prefix")
                    .stringType()
                    .defaultValue("retain.")
                    .withDescription("What every topic name begins with, the dot included.");

    public static final ConfigOption<Integer> PARTITIONS =
            ConfigOptions.key("kafka.partitions")
                    .intType()
                    .defaultValue(4)
                    .withDescription(
                            "Partitions of a topic that is created; bounds the parallelism of its readers. The weights topic"
                                    + " always has one, since its last record is the newest.");

    public static final ConfigOption<Integer> REPLICATION_FACTOR =
            ConfigOptions.key("kafka.replication-factor")
                    .intType()
                    .defaultValue(-1)
                    .withDescription(
                            "Copies of each partition of a topic that is created; -1 leaves it to the broker.");

    public static final ConfigOption<MemorySize> MAX_BATCH_SIZE =
            ConfigOptions.key("kafka.max-batch-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription(
                            "Largest record of the training-batches topic, which holds a whole batch [T, B, ...] per record.");

    public static final ConfigOption<MemorySize> MAX_SEGMENT_SIZE =
            ConfigOptions.key("kafka.max-segment-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(16))
                    .withDescription(
                            "Largest record of every other topic, above all of the segments.");

    private TopicOptions() {}
}
