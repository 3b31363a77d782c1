package org.retain.jobs.command;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;

/** Renders all options of all modules as one page of Markdown. */
final class OptionsPage {

    private static final String HEAD =
            """
            # Options

            Every option of every command, given as `--key value` or in the YAML file of `--config`.
            This page is generated from the `*Options` classes; after a change of one run

                mvn -q -pl jobs -am -Dtest=OptionsPageTest,ReadmeTest -Dsurefire.failIfNoSpecifiedTests=false -Dretain.regenerate test
            """;

    private static final List<Class<?>> OPTION_CLASSES = findOptionClasses();

    private final List<Command> commands;

    OptionsPage(List<Command> commands) {
        this.commands = commands;
    }

    String render() {
        return HEAD + optionClasses().stream().map(this::section).collect(Collectors.joining());
    }

    /** All classes that declare options, in the order of the page. */
    static List<Class<?>> optionClasses() {
        return OPTION_CLASSES;
    }

    private static List<Class<?>> findOptionClasses() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("org.retain")
                        .stream()
                        .filter(type -> type.getSimpleName().endsWith("Options"))
                        .<Class<?>>map(JavaClass::reflect)
                        .filter(type -> !options(type).isEmpty())
                        .sorted(Comparator.comparing(Class::getSimpleName))
                        .toList();
    }

    /** The options that a class declares, by key. */
    static List<ConfigOption<?>> options(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(field -> field.getType() == ConfigOption.class)
                .<ConfigOption<?>>map(OptionsPage::value)
                .sorted(Comparator.comparing(ConfigOption::key))
                .toList();
    }

    private String section(Class<?> type) {
        return """

                ## %s

                | option | type | default | meaning | commands |
                | --- | --- | --- | --- | --- |
                """
                        .formatted(type.getSimpleName())
                + options(type).stream().map(this::row).collect(Collectors.joining());
    }

    private String row(ConfigOption<?> option) {
        OptionType type = OptionType.of(option);
        String label = type.list() ? "list of " + type.label() : type.label();
        String initial = OptionText.defaultValue(option);
        return "| `%s` | %s | %s | %s | %s |%n"
                .formatted(
                        option.key(),
                        cell(label),
                        initial.isEmpty() ? "" : "`" + cell(initial) + "`",
                        cell(OptionText.description(option)),
                        commandsWith(option));
    }

    /** By identity: two options of one key and default may mean different things. */
    private String commandsWith(ConfigOption<?> option) {
        if (CommandOptions.ALL.contains(option)) {
            return "all";
        }
        return commands.stream()
                .filter(command -> all(command).anyMatch(other -> other == option))
                .map(Command::name)
                .collect(Collectors.joining(", "));
    }

    private static Stream<ConfigOption<?>> all(Command command) {
        return OptionSpecification.of(command).all().stream();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    private static ConfigOption<?> value(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " is an option that nobody can read", e);
        }
    }
}
