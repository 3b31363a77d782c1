package org.retain.operators.sweep;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.experiment.ToyRunSpec;

/** The parameters and settings of a spec, of which none is unknown. */
record SpecNumbers(Map<String, Double> parameters, ReadableConfig config) {

    /**
     * Those of a spec.
     *
     * @param parameters names that it may use
     * @param options that its settings may set
     * @throws IllegalArgumentException when it has another one
     */
    static SpecNumbers of(ToyRunSpec spec, List<String> parameters, List<ConfigOption<?>> options) {
        requireKnown("Parameter", spec.getParameters().keySet(), parameters);
        requireKnown(
                "Setting",
                spec.getSettings().keySet(),
                options.stream().map(ConfigOption::key).toList());
        return new SpecNumbers(spec.getParameters(), Configuration.fromMap(spec.getSettings()));
    }

    double parameter(String name, double otherwise) {
        return parameters.getOrDefault(name, otherwise);
    }

    double parameter(String name) {
        Double value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Parameter %s is missing".formatted(name));
        }
        return value;
    }

    int whole(String name) {
        double value = parameter(name);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "Parameter %s is %s, expected a whole number".formatted(name, value));
        }
        return (int) value;
    }

    /** A setting that is at least something. */
    <T extends Number> T atLeast(ConfigOption<T> option, double lowest) {
        T value = config.get(option);
        if (!(value.doubleValue() >= lowest) || Double.isInfinite(value.doubleValue())) {
            throw new IllegalArgumentException(
                    "Setting %s is %s, expected at least %s"
                            .formatted(option.key(), value, lowest));
        }
        return value;
    }

    private static void requireKnown(String what, Set<String> found, List<String> known) {
        Set<String> unknown = new TreeSet<>(found);
        known.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s %s is unknown, expected one of %s"
                            .formatted(what, unknown.iterator().next(), new TreeSet<>(known)));
        }
    }
}
