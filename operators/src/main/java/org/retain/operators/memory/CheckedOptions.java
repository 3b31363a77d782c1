package org.retain.operators.memory;

import java.util.function.Function;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Reads options; what it refuses, it refuses by the option's name. */
record CheckedOptions(ReadableConfig config) {

    <T> T get(ConfigOption<T> option) {
        return config.get(option);
    }

    boolean given(ConfigOption<?> option) {
        return config.getOptional(option).isPresent();
    }

    /**
     * A number within bounds.
     *
     * @param reason what follows the bounds in the message
     * @throws IllegalArgumentException when it lies beyond them
     */
    int between(ConfigOption<Integer> option, int lowest, int highest, String reason) {
        int value = config.get(option);
        if (value < lowest || value > highest) {
            throw refusal(option, "found %d, expected %d to %d%s", value, lowest, highest, reason);
        }
        return value;
    }

    /**
     * A value that is read further.
     *
     * @throws IllegalArgumentException when the parser refuses it
     */
    <T, R> R parsed(ConfigOption<T> option, Function<T, R> parser) {
        try {
            return parser.apply(config.get(option));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Option %s: %s".formatted(option.key(), e.getMessage()), e);
        }
    }

    static IllegalArgumentException refusal(
            ConfigOption<?> option, String message, Object... values) {
        return new IllegalArgumentException(
                "Option %s: %s".formatted(option.key(), message.formatted(values)));
    }
}
