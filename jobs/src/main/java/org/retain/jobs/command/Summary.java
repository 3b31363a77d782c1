package org.retain.jobs.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a command did, as named values in order: numbers, strings, booleans, lists and maps of
 * these.
 *
 * <pre>{@code
 * return new Summary().with("games", 700).with("frames", 31_000_000L);
 * }</pre>
 *
 * <p>Names are the fields of the JSON line, so they are lower_case and once published stay.
 */
public final class Summary {

    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * Adds a value and returns this summary.
     *
     * @throws IllegalArgumentException when the name is taken or the value is nothing that JSON has
     */
    public Summary with(String name, Object value) {
        check(name, value);
        if (values.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("The summary has '%s' twice".formatted(name));
        }
        return this;
    }

    /** The values in the order of their addition. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    private static void check(String name, Object value) {
        if (value instanceof Collection<?> collection) {
            collection.forEach(element -> check(name, element));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(element -> check(name, element));
        } else if (!(value == null
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof String)) {
            throw new IllegalArgumentException(
                    "The summary's '%s' is a %s, expected what JSON has"
                            .formatted(name, value.getClass().getName()));
        }
    }

    String json() {
        try {
            return new ObjectMapper().writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The summary %s is no JSON".formatted(values), e);
        }
    }

    /** One aligned line per value; lists by their size, since a person sees them elsewhere. */
    String text() {
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        return values.entrySet().stream()
                .map(e -> ("%-" + width + "s  %s").formatted(e.getKey(), text(e.getValue())))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> collection) {
            return String.valueOf(collection.size());
        }
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? "none"
                    : map.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                            .collect(Collectors.joining(", "));
        }
        if (value instanceof Long || value instanceof Integer) {
            return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
        }
        if (value instanceof Double || value instanceof Float) {
            return decimal(((Number) value).doubleValue());
        }
        return String.valueOf(value);
    }

    /** Four digits that count, or all that stand before the point. */
    private static String decimal(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        if (Math.abs(value) >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
    }
}
