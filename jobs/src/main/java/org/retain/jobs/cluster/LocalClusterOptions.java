package org.retain.jobs.cluster;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The local cluster of {@code ./retain up}, beside the Flink settings in {@code
 * infra/local/config.yaml}.
 */
public final class LocalClusterOptions {
    public static final ConfigOption<Integer> KAFKA_PORT =
            ConfigOptions.key("local.kafka.port")
                    .intType()
                    .defaultValue(9092)
                    .withDescription("Port of the Kafka broker on the loopback interface.");

    public static final ConfigOption<MemorySize> KAFKA_HEAP =
            ConfigOptions.key("local.kafka.heap")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(512))
                    .withDescription("Heap of the Kafka broker's process.");

    public static final ConfigOption<Duration> START_TIMEOUT =
            ConfigOptions.key("local.start-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(2))
                    .withDescription("Time within which every process must be ready.");

    private LocalClusterOptions() {}
}
