package org.retain.operators.environment.toy;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@link AppleRetrieval}. */
public final class AppleRetrievalOptions {

    public static final ConfigOption<Integer> DISTANCE =
            ConfigOptions.key("environment.apple-retrieval.distance")
                    .intType()
                    .defaultValue(10)
                    .withDescription("Where the apple lies (M), in steps from home.");

    public static final ConfigOption<Double> SCALE =
            ConfigOptions.key("environment.apple-retrieval.scale")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription(
                            """
                            Size of an observation (c): -c on the way to the apple, +c on the way \
                            home. Below 1 the two phases interfere; the smaller, the more.\
                            """);

    public static final ConfigOption<Boolean> START_WITH_APPLE =
            ConfigOptions.key("environment.apple-retrieval.start-with-apple")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            """
                            Whether episodes begin at the apple with only the way home to go, as \
                            the pre-training does.\
                            """);

    public static final ConfigOption<Integer> STEP_LIMIT =
            ConfigOptions.key("environment.apple-retrieval.step-limit")
                    .intType()
                    .defaultValue(100)
                    .withDescription("Steps after which an episode is cut off.");

    private AppleRetrievalOptions() {}
}
