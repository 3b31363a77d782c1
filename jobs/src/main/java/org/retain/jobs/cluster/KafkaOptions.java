package org.retain.jobs.cluster;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** How jobs reach the broker. */
public final class KafkaOptions {
    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            ConfigOptions.key("bootstrap-servers")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Kafka brokers as host:port, separated by commas. Without it, the broker of ./retain up.");

    public static final ConfigOption<Duration> CONNECT_TIMEOUT =
            ConfigOptions.key("kafka.connect-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription("Time within which the broker must answer when a job starts.");

    public static final ConfigOption<Duration> TRANSACTION_TIMEOUT =
            ConfigOptions.key("kafka.transaction-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "Age at which the broker aborts an open transaction of an exactly-once sink. Must exceed the"
                                    + " checkpoint interval plus the longest outage to survive, and stay within the broker's"
                                    + " transaction.max.timeout.ms.");

    public static final ConfigOption<Map<String, String>> PROPERTIES =
            ConfigOptions.key("kafka.properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Settings passed to every Kafka client as they are, such as"
                                    + " kafka.properties.security.protocol for TLS and SASL.");

    private KafkaOptions() {}
}
