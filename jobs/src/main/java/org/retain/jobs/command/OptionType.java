package org.retain.jobs.command;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * The type of an option's value, in words. Flink keeps it to itself, hence the reflection; the
 * options page covers every option, so a Flink that moved the methods would fail its test.
 *
 * @param element the type of the value, or of one value of a list
 * @param list whether the option takes several values
 */
record OptionType(Class<?> element, boolean list) {

    static OptionType of(ConfigOption<?> option) {
        return new OptionType(
                (Class<?>) invoke(option, "getClazz"), (Boolean) invoke(option, "isList"));
    }

    boolean isBoolean() {
        return element == Boolean.class && !list;
    }

    /** One word for the help and the options page. */
    String label() {
        if (element.isEnum()) {
            return Arrays.stream(element.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining("|"));
        }
        return switch (element.getSimpleName()) {
            case "Integer", "Long" -> "integer";
            case "Float", "Double" -> "number";
            case "Boolean" -> "true|false";
            case "Duration" -> "duration";
            case "MemorySize" -> "size";
            case "Map" -> "map";
            default -> "text";
        };
    }

    /** What a value has to look like, as the end of "expected ...". */
    String expected() {
        String one = expectedElement();
        return list ? "one or more values, each " + one : one;
    }

    private String expectedElement() {
        if (element.isEnum()) {
            return "one of " + label().replace("|", ", ");
        }
        if (element == Integer.class || element == Long.class) {
            return "a whole number";
        }
        if (element == Float.class || element == Double.class) {
            return "a number";
        }
        if (element == Boolean.class) {
            return "true or false";
        }
        if (element == Duration.class) {
            return "a duration such as 500 ms, 10 s or 2 min";
        }
        if (element == MemorySize.class) {
            return "a size such as 512 kb, 64 mb or 2 gb";
        }
        return element == Map.class ? "pairs such as a:1,b:2" : "text";
    }

    private static Object invoke(ConfigOption<?> option, String name) {
        try {
            Method method = ConfigOption.class.getDeclaredMethod(name);
            method.setAccessible(true);
            return method.invoke(option);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This Flink's ConfigOption has no " + name + "; OptionType must follow it", e);
        }
    }
}
