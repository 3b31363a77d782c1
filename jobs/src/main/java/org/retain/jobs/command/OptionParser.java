package org.retain.jobs.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.YamlParserUtils;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns arguments and the file of {@code --config} into a Flink configuration. Precedence: command
 * line, then file, then default.
 */
final class OptionParser {

    /** What to do with an argument that is none of the options. */
    enum Foreign {
        /** It is an error: all arguments are meant for us. */
        REFUSED,
        /** It passes, unless it looks like a misspelt option of ours. */
        PASSED
    }

    private static final Pattern OPTION = Pattern.compile("--?[A-Za-z].*");
    private static final Pattern COMMON = Pattern.compile("-D.*|-h|--help|--");

    private final OptionSpecification specification;
    private final Set<String> elsewhere;
    private final Foreign foreign;
    private final OptionKeys keys;

    /**
     * @param elsewhere keys of other commands, which one file for several commands may hold
     */
    OptionParser(OptionSpecification specification, Set<String> elsewhere, Foreign foreign) {
        this.specification = specification;
        this.elsewhere = elsewhere;
        this.foreign = foreign;
        this.keys = new OptionKeys(specification.named().values());
    }

    /**
     * Parses and checks.
     *
     * @throws UsageException when a key is unknown, a value is not of its type or one is absent
     */
    Configuration parse(String... args) {
        ParseResult parsed = parseLine(ours(withEntriesAsProperties(List.of(args))));
        if (foreign == Foreign.REFUSED && !parsed.unmatched().isEmpty()) {
            throw new UsageException(
                    "Unexpected argument '%s' for %s"
                            .formatted(parsed.unmatched().get(0), specification.subject()));
        }
        Map<String, Given> given = new LinkedHashMap<>();
        if (parsed.hasMatchedOption("--" + CommandOptions.CONFIG.key())) {
            String file = parsed.matchedOptionValue("--" + CommandOptions.CONFIG.key(), "");
            ConfigurationFile.read(Path.of(file))
                    .forEach((key, value) -> addFromFile(file, key, value, given));
        }
        parsed.matchedOptionValue("-D", Map.<String, String>of())
                .forEach((key, value) -> addProperty(key, value, given));
        specification.named().forEach((key, option) -> addFromLine(parsed, option, given));
        specification.positional().ifPresent(option -> addPositional(parsed, option, given));
        return configuration(given);
    }

    /**
     * The arguments with {@code --map.entry value} of an option that is a map in the form of -D.
     */
    private List<String> withEntriesAsProperties(List<String> args) {
        List<String> rewritten = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String argument = args.get(i);
            String key = keyOf(argument);
            if (!argument.startsWith("--") || !keys.isEntry(key)) {
                rewritten.add(argument);
            } else if (argument.contains("=")) {
                rewritten.add("-D" + argument.substring("--".length()));
            } else if (i + 1 < args.size()) {
                rewritten.add("-D" + key + "=" + args.get(++i));
            } else {
                throw new UsageException(
                        "Option --%s for %s has no value".formatted(key, specification.subject()));
            }
        }
        return rewritten;
    }

    /** The arguments without foreign options and their values. */
    private List<String> ours(List<String> args) {
        List<String> ours = new ArrayList<>();
        boolean skipping = false;
        for (String argument : args) {
            if (COMMON.matcher(argument).matches()) {
                skipping = false;
            } else if (OPTION.matcher(argument).matches()) {
                skipping = !keys.contains(keyOf(argument));
                if (skipping) {
                    checkUnknown(keyOf(argument));
                }
            }
            if (!skipping) {
                ours.add(argument);
            }
        }
        return ours;
    }

    private ParseResult parseLine(List<String> args) {
        CommandSpec spec = specification.toPicocli();
        spec.parser()
                .unmatchedArgumentsAllowed(true)
                .unmatchedOptionsAllowedAsOptionParameters(false);
        try {
            return new CommandLine(spec)
                    .setExpandAtFiles(false)
                    .parseArgs(args.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new UsageException(
                    "%s for %s".formatted(e.getMessage(), specification.subject()), e);
        }
    }

    private void checkUnknown(String key) {
        if (foreign == Foreign.PASSED) {
            keys.misspelt(key).ifPresent(meant -> refuse("--" + key, "--" + meant));
        } else {
            refuse("--" + key, keys.nearest(key).map(name -> "--" + name).orElse(""));
        }
    }

    private void addFromFile(String file, String key, String value, Map<String, Given> given) {
        if (!keys.contains(key) && !elsewhere.contains(key)) {
            keys.misspelt(key).ifPresent(meant -> refuse(key + " in " + file, meant));
            // Every Flink setting has a dot, so that a lone word can only be meant for us.
            if (!key.contains(".") && foreign == Foreign.REFUSED) {
                refuse(key + " in " + file, keys.nearest(key).orElse(""));
            }
        }
        given.put(key, new Given(value, "'%s' in %s".formatted(key, file)));
    }

    private void addProperty(String key, String value, Map<String, Given> given) {
        keys.misspelt(key).ifPresent(meant -> refuse("-D" + key, "-D" + meant));
        given.put(key, new Given(value, "-D" + key));
    }

    private static void addFromLine(
            ParseResult parsed, ConfigOption<?> option, Map<String, Given> given) {
        String name = "--" + option.key();
        if (!parsed.hasMatchedOption(name)) {
            return;
        }
        Object value = parsed.matchedOptionValue(name, null);
        if (value instanceof List<?> values) {
            value = values.size() == 1 ? values.get(0) : YamlParserUtils.toYAMLString(values);
        }
        given.put(option.key(), new Given(String.valueOf(value), name));
    }

    private static void addPositional(
            ParseResult parsed, ConfigOption<List<String>> option, Map<String, Given> given) {
        List<String> values = new ArrayList<>();
        if (parsed.hasMatchedPositional(0)) {
            values.addAll(parsed.matchedPositionalValue(0, List.<String>of()));
        }
        if (!values.isEmpty()) {
            String text = YamlParserUtils.toYAMLString(values);
            given.put(option.key(), new Given(text, option.key()));
        }
    }

    private Configuration configuration(Map<String, Given> given) {
        Configuration configuration = new Configuration();
        given.forEach((key, value) -> configuration.setString(key, value.text()));
        specification.all().forEach(option -> checkValue(configuration, option, given));
        Set<String> absent = new TreeSet<>(specification.requiredKeys());
        absent.removeAll(given.keySet());
        if (!absent.isEmpty()) {
            throw new UsageException(specification.absent(absent));
        }
        return configuration;
    }

    private static void checkValue(
            Configuration configuration, ConfigOption<?> option, Map<String, Given> given) {
        try {
            configuration.getOptional(option);
        } catch (IllegalArgumentException e) {
            Given value = given.get(option.key());
            throw new UsageException(
                    "%s is '%s', expected %s"
                            .formatted(
                                    value.origin(), value.text(), OptionType.of(option).expected()),
                    e);
        }
    }

    private void refuse(String found, String meant) {
        String end =
                meant.isEmpty()
                        ? "; --help lists what there is"
                        : "; did you mean %s?".formatted(meant);
        throw new UsageException(
                "Unknown option %s for %s%s".formatted(found, specification.subject(), end));
    }

    private static String keyOf(String argument) {
        return argument.replaceFirst("^-+", "").replaceFirst("=.*", "");
    }

    /** A value as it was typed and where. */
    private record Given(String text, String origin) {}
}
