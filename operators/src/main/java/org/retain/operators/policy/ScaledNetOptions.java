package org.retain.operators.policy;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** Options of a ScaledNet that is begun at random; a network from a file brings its widths. */
public final class ScaledNetOptions {

    public static final ConfigOption<Integer> MESSAGE_WIDTH =
            ConfigOptions.key("policy.message-width")
                    .intType()
                    .defaultValue(64)
                    .withDescription("Units over the message line (row 0 of the terminal).");

    public static final ConfigOption<Integer> BOTTOM_LINE_WIDTH =
            ConfigOptions.key("policy.bottom-line-width")
                    .intType()
                    .defaultValue(128)
                    .withDescription("Units over the two bottom lines.");

    public static final ConfigOption<Integer> MAP_WIDTH =
            ConfigOptions.key("policy.map-width")
                    .intType()
                    .defaultValue(512)
                    .withDescription("Units over the map (rows 1 to 21).");

    public static final ConfigOption<Integer> FUSION_WIDTH =
            ConfigOptions.key("policy.fusion-width")
                    .intType()
                    .defaultValue(1738)
                    .withDescription("Units that join all inputs: the width of the core's input.");

    public static final ConfigOption<Integer> CORE_WIDTH =
            ConfigOptions.key("policy.core-width")
                    .intType()
                    .defaultValue(1738)
                    .withDescription("Units of the LSTM.");

    public static final ConfigOption<Integer> ACTIONS =
            ConfigOptions.key("policy.actions")
                    .intType()
                    .defaultValue(121)
                    .withDescription("Number of actions; NetHack's full keyboard has 121.");

    public static final ConfigOption<Long> SEED =
            ConfigOptions.key("policy.seed")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            """
                            Seed of the random initial weights. The same widths and seed give the \
                            same bits on every machine.\
                            """);

    private ScaledNetOptions() {}

    /** The widths that a configuration asks for. */
    public static ScaledNetShape shape(ReadableConfig config) {
        return new ScaledNetShape(
                config.get(MESSAGE_WIDTH),
                config.get(BOTTOM_LINE_WIDTH),
                config.get(MAP_WIDTH),
                config.get(FUSION_WIDTH),
                config.get(CORE_WIDTH),
                config.get(ACTIONS));
    }
}
