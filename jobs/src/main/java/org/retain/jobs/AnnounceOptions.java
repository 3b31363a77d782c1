package org.retain.jobs;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.operators.learner.WeightsOptions;

/** Options of {@code ./retain announce}. */
public final class AnnounceOptions {

    public static final ConfigOption<String> WEIGHTS =
            ConfigOptions.key("weights")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Weights to announce: a safetensors file with the reference network's \
                            parameter names, at a path or URI that players reach too.""");

    public static final ConfigOption<Long> UPDATES =
            ConfigOptions.key("updates")
                    .longType()
                    .noDefaultValue()
                    .withDescription(
                            "Optimiser updates applied to the weights, at least 0 and less than 2^32.");

    public static final ConfigOption<String> RETIRED =
            ConfigOptions.key("retired")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Highest offset of each rollout partition that is trained on or \
                            dropped, as topic:partition:offset, separated by commas; players pace \
                            themselves by it. A partition without one has retired nothing.""");

    public static final ConfigOption<Boolean> FINISHED =
            ConfigOptions.key("finished")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("Say that no further weights follow, so that players stop.");

    private AnnounceOptions() {}

    /** All options, in the order in which help shows them. */
    public static List<ConfigOption<?>> all() {
        return List.of(
                WEIGHTS,
                UPDATES,
                WeightsOptions.POLICY_ID,
                RETIRED,
                FINISHED,
                KafkaOptions.BOOTSTRAP_SERVERS,
                TopicOptions.PREFIX,
                KafkaOptions.CONNECT_TIMEOUT,
                TopicOptions.MAX_SEGMENT_SIZE,
                KafkaOptions.PROPERTIES);
    }
}
