package org.retain.jobs.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The options of a command or a job, once as Flink knows them and once as picocli does.
 *
 * @param subject whose options they are: the name of a command or a job
 * @param named the options given as {@code --key value}, by key, in the order of the help
 * @param requiredKeys the keys that must have a value
 * @param positional the option that takes the arguments without a name
 */
record OptionSpecification(
        String subject,
        Map<String, ConfigOption<?>> named,
        Set<String> requiredKeys,
        Optional<ConfigOption<List<String>>> positional) {

    static OptionSpecification of(Command command) {
        List<ConfigOption<?>> options = new ArrayList<>(command.options());
        options.addAll(CommandOptions.ALL);
        Set<String> required =
                command.required().stream().map(ConfigOption::key).collect(Collectors.toSet());
        command.positional()
                .filter(option -> !option.hasDefaultValue())
                .ifPresent(option -> required.add(option.key()));
        return new OptionSpecification(
                command.name(), byKey(options), required, command.positional());
    }

    static OptionSpecification of(String job, List<ConfigOption<?>> options) {
        List<ConfigOption<?>> all = new ArrayList<>(options);
        all.add(CommandOptions.CONFIG);
        return new OptionSpecification(job, byKey(all), Set.of(), Optional.empty());
    }

    List<ConfigOption<?>> all() {
        List<ConfigOption<?>> all = new ArrayList<>(named.values());
        positional.ifPresent(all::add);
        return all;
    }

    /** Says which options are absent and what they mean. */
    String absent(Set<String> keys) {
        return all().stream()
                .filter(option -> keys.contains(option.key()))
                .map(option -> typed(option) + " (" + OptionText.description(option) + ")")
                .collect(Collectors.joining(" and ", subject + " needs ", ""));
    }

    CommandSpec toPicocli() {
        CommandSpec spec = CommandSpec.create().name("retain " + subject);
        named.values().forEach(option -> spec.addOption(toPicocli(option)));
        spec.addOption(
                OptionSpec.builder("-D")
                        .paramLabel("<key=value>")
                        .hideParamSyntax(true)
                        .type(Map.class)
                        .auxiliaryTypes(String.class, String.class)
                        .description("A setting of Flink, such as -Dparallelism.default=4.")
                        .build());
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this text.")
                        .build());
        positional.ifPresent(
                option ->
                        spec.addPositional(
                                PositionalParamSpec.builder()
                                        .index("0..*")
                                        .arity("0..*")
                                        .type(List.class)
                                        .auxiliaryTypes(String.class)
                                        .paramLabel(typed(option))
                                        .description(literal(OptionText.description(option)))
                                        .build()));
        return spec;
    }

    private OptionSpec toPicocli(ConfigOption<?> option) {
        OptionType type = OptionType.of(option);
        OptionSpec.Builder builder =
                OptionSpec.builder("--" + option.key())
                        .description(description(option))
                        .paramLabel("<" + type.label() + ">");
        if (type.isBoolean()) {
            return builder.type(Boolean.class)
                    .arity("0..1")
                    .fallbackValue("true")
                    .hideParamSyntax(true)
                    .paramLabel("[true|false]")
                    .build();
        }
        if (type.list()) {
            // Beside positional arguments a greedy list would swallow them.
            String arity = positional.isPresent() ? "1" : "1..*";
            return builder.type(List.class).auxiliaryTypes(String.class).arity(arity).build();
        }
        return builder.type(String.class).arity("1").build();
    }

    private String[] description(ConfigOption<?> option) {
        String text = OptionText.description(option);
        if (requiredKeys.contains(option.key())) {
            text += " Required.";
        } else if (option.hasDefaultValue()) {
            text += " Default: " + OptionText.defaultValue(option);
        }
        return new String[] {literal(text)};
    }

    private String typed(ConfigOption<?> option) {
        return named.containsKey(option.key())
                ? "--" + option.key()
                : option.key().toUpperCase(Locale.ROOT);
    }

    private static Map<String, ConfigOption<?>> byKey(List<ConfigOption<?>> options) {
        Map<String, ConfigOption<?>> byKey = new LinkedHashMap<>();
        options.forEach(option -> byKey.putIfAbsent(option.key(), option));
        return byKey;
    }

    /** Guards against picocli reading format specifiers. */
    private static String literal(String text) {
        return text.replace("%", "%%");
    }
}
