package org.retain.jobs.command;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.Formatter;
import org.apache.flink.configuration.description.TextElement;
import org.apache.flink.util.TimeUtils;

/** Writes an option's description and default value as one line of plain text. */
final class OptionText extends Formatter {

    private OptionText() {}

    /** The description without line breaks. */
    static String description(ConfigOption<?> option) {
        return new OptionText().format(option.description()).strip().replaceAll("\\s+", " ");
    }

    /** The default value as it would be typed, or an empty text when there is none. */
    static String defaultValue(ConfigOption<?> option) {
        return option.hasDefaultValue() ? value(option.defaultValue()) : "";
    }

    private static String value(Object value) {
        if (value instanceof Duration duration) {
            return TimeUtils.formatWithHighestUnit(duration);
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(OptionText::value).collect(Collectors.joining(" "));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> value(e.getKey()) + ":" + value(e.getValue()))
                    .sorted()
                    .collect(Collectors.joining(","));
        }
        return String.valueOf(value);
    }

    @Override
    protected void formatLink(StringBuilder state, String link, String description) {
        state.append(description).append(" (").append(link).append(')');
    }

    @Override
    protected void formatLineBreak(StringBuilder state) {
        state.append(' ');
    }

    @Override
    protected void formatText(
            StringBuilder state,
            String format,
            String[] elements,
            EnumSet<TextElement.TextStyle> styles) {
        state.append(String.format(format, (Object[]) elements));
    }

    @Override
    protected void formatList(StringBuilder state, String[] entries) {
        state.append(Arrays.stream(entries).collect(Collectors.joining("; ", " ", "")));
    }

    @Override
    protected Formatter newInstance() {
        return new OptionText();
    }
}
