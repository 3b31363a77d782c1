package org.retain.jobs.command;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Holds values that come from another place than the command line to the same rules. */
public final class OptionCheck {

    private OptionCheck() {}

    /**
     * The values as a configuration.
     *
     * @param place where they stand, for messages, such as {@code teacher in small.yaml}
     * @param values by key
     * @param options that there may be
     * @throws UsageException when a key is none of the options or a value is not of its type
     */
    public static Configuration check(
            String place, Map<String, String> values, List<ConfigOption<?>> options) {
        OptionKeys keys = new OptionKeys(options);
        Configuration configuration = new Configuration();
        values.forEach(
                (key, value) -> {
                    if (!keys.contains(key) && !keys.isEntry(key)) {
                        throw unknown(
                                "option '%s' of %s".formatted(key, place),
                                key,
                                options.stream().map(ConfigOption::key).toList());
                    }
                    configuration.setString(key, value);
                });
        for (ConfigOption<?> option : options) {
            try {
                configuration.getOptional(option);
            } catch (IllegalArgumentException e) {
                throw new UsageException(
                        "'%s' of %s is '%s', expected %s"
                                .formatted(
                                        option.key(),
                                        place,
                                        values.get(option.key()),
                                        OptionType.of(option).expected()),
                        e);
            }
        }
        return configuration;
    }

    /**
     * The complaint about a name that is none of those there are.
     *
     * @param found what was found and where
     * @param name that was found
     * @param known names
     */
    public static UsageException unknown(String found, String name, Collection<String> known) {
        String end =
                NearestName.of(name, known)
                        .map("; did you mean '%s'?"::formatted)
                        .orElse(
                                known.size() > 20
                                        ? "; jobs/options.md lists what there is"
                                        : "; expected one of " + String.join(", ", known));
        return new UsageException("Unknown %s%s".formatted(found, end));
    }
}
