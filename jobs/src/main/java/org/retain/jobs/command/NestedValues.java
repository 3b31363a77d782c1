package org.retain.jobs.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.YamlParserUtils;

/** Values of nested maps by dotted keys, as Flink reads its own YAML files. */
public final class NestedValues {

    private NestedValues() {}

    /**
     * The values by their dotted keys, lists as Flink would parse them.
     *
     * @throws UsageException when a key has no value or is given twice
     */
    public static Map<String, String> flatten(Map<?, ?> nested) {
        Map<String, String> values = new TreeMap<>();
        flatten("", nested, values);
        return values;
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> values) {
        map.forEach((key, value) -> flattenValue(prefix + key, value, values));
    }

    private static void flattenValue(String key, Object value, Map<String, String> values) {
        if (value instanceof Map<?, ?> map) {
            flatten(key + ".", map, values);
        } else if (value == null) {
            throw new UsageException(
                    "'%s' has no value; give one or remove the line".formatted(key));
        } else {
            String text =
                    value instanceof List<?> ? YamlParserUtils.toYAMLString(value) : value + "";
            if (values.putIfAbsent(key, text) != null) {
                throw new UsageException("'%s' is given twice".formatted(key));
            }
        }
    }
}
