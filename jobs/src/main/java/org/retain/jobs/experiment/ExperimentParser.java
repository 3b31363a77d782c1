package org.retain.jobs.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.retain.jobs.command.NestedValues;
import org.retain.jobs.command.OptionCheck;
import org.retain.jobs.command.UsageException;

/** Reads what the YAML of an experiment says; refuses what it does not know. */
final class ExperimentParser {

    private static final String QUICK = "quick";
    private static final String NONE = "none";

    /** What directories may be called on every file system. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]*");

    private final String place;

    /**
     * A parser of one file.
     *
     * @param place what the file is called in messages
     */
    ExperimentParser(String place) {
        this.place = place;
    }

    Experiment parse(Map<?, ?> yaml, boolean quick) {
        if (yaml == null) {
            throw new UsageException("%s is empty, expected an experiment".formatted(place));
        }
        requireKnown(yaml, keys(), "");
        Map<?, ?> less = mapOf(yaml.get(QUICK), QUICK);
        Set<String> lessKeys = keys();
        lessKeys.removeAll(List.of("name", "kind", QUICK));
        requireKnown(less, lessKeys, QUICK + ".");
        if (quick && less.isEmpty()) {
            throw new UsageException(
                    "%s has no '%s', which --quick takes its values from; add it or leave out --quick"
                            .formatted(place, QUICK));
        }
        Map<?, ?> over = quick ? less : Map.of();
        return new Experiment(
                label(required(yaml, "name"), "name"),
                String.valueOf(first(over, yaml, "description", "")).strip(),
                ExperimentKind.of(String.valueOf(required(yaml, "kind")), place),
                seeds(first(over, yaml, "seeds", null)),
                methods(yaml.get("methods"), over.get("methods")),
                sweep(first(over, yaml, "sweep", Map.of())),
                sections(yaml, over));
    }

    private static Set<String> keys() {
        Set<String> keys =
                new LinkedHashSet<>(
                        List.of("name", "description", "kind", "seeds", "methods", "sweep", QUICK));
        Arrays.stream(Section.values()).map(Section::key).forEach(keys::add);
        return keys;
    }

    private List<Long> seeds(Object value) {
        List<Long> seeds = new ArrayList<>();
        for (Object seed : value instanceof List<?> list ? list : List.of(String.valueOf(value))) {
            if (!(seed instanceof Integer || seed instanceof Long)) {
                throw wrong("seeds", value, "a list of whole numbers such as [0, 1, 2]");
            }
            seeds.add(((Number) seed).longValue());
        }
        if (seeds.isEmpty() || Set.copyOf(seeds).size() < seeds.size()) {
            throw wrong("seeds", value, "at least one, each once");
        }
        return List.copyOf(seeds);
    }

    private Map<String, Map<String, String>> methods(Object value, Object quick) {
        Map<String, Map<String, String>> methods = new LinkedHashMap<>();
        mapOf(value, "methods")
                .forEach(
                        (key, options) -> {
                            String label = label(key, "methods");
                            methods.put(label, flat(options, "methods." + label));
                        });
        if (methods.isEmpty()) {
            throw wrong(
                    "methods", value, "at least one label with its options, such as vanilla: {}");
        }
        if (quick instanceof List<?> some) {
            some.forEach(label -> requireMethod(methods, String.valueOf(label)));
            methods.keySet().retainAll(some.stream().map(String::valueOf).toList());
        } else {
            mapOf(quick, "quick.methods")
                    .forEach(
                            (key, options) -> {
                                String label = String.valueOf(key);
                                requireMethod(methods, label);
                                methods.get(label).putAll(flat(options, "quick.methods." + label));
                            });
        }
        return methods;
    }

    private void requireMethod(Map<String, ?> methods, String label) {
        if (!methods.containsKey(label)) {
            throw OptionCheck.unknown(
                    "method '%s' in quick.methods of %s".formatted(label, place),
                    label,
                    methods.keySet());
        }
    }

    private Map<String, List<Double>> sweep(Object value) {
        Map<String, List<Double>> sweep = new LinkedHashMap<>();
        mapOf(value, "sweep")
                .forEach(
                        (key, values) -> {
                            List<Double> numbers = new ArrayList<>();
                            for (Object number :
                                    values instanceof List<?> list ? list : List.of("none")) {
                                if (!(number instanceof Number)) {
                                    throw wrong(
                                            "sweep." + key,
                                            values,
                                            "a list of numbers, such as [5, 10]");
                                }
                                numbers.add(((Number) number).doubleValue());
                            }
                            sweep.put(String.valueOf(key), List.copyOf(numbers));
                        });
        return sweep;
    }

    private Map<Section, Map<String, String>> sections(Map<?, ?> yaml, Map<?, ?> over) {
        Map<Section, Map<String, String>> sections = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            boolean without =
                    NONE.equals(
                            over.containsKey(section.key())
                                    ? over.get(section.key())
                                    : yaml.get(section.key()));
            if (!without && (yaml.containsKey(section.key()) || over.containsKey(section.key()))) {
                Map<String, String> options = new TreeMap<>();
                if (!NONE.equals(yaml.get(section.key()))) {
                    options.putAll(flat(yaml.get(section.key()), section.key()));
                }
                options.putAll(flat(over.get(section.key()), "quick." + section.key()));
                sections.put(section, options);
            }
        }
        return sections;
    }

    private Map<String, String> flat(Object value, String key) {
        try {
            return NestedValues.flatten(mapOf(value, key));
        } catch (UsageException e) {
            throw new UsageException("%s in %s: %s".formatted(key, place, e.getMessage()), e);
        }
    }

    private Map<?, ?> mapOf(Object value, String key) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(key, value, "keys with values");
    }

    private String label(Object value, String key) {
        String label = String.valueOf(value);
        if (!NAME.matcher(label).matches()) {
            throw wrong(
                    key, value, "a name of letters, digits and -_.+, since files are called so");
        }
        return label;
    }

    private Object required(Map<?, ?> yaml, String key) {
        if (yaml.get(key) == null) {
            throw new UsageException("%s has no '%s'".formatted(place, key));
        }
        return yaml.get(key);
    }

    private static Object first(Map<?, ?> over, Map<?, ?> yaml, String key, Object otherwise) {
        if (over.get(key) != null) {
            return over.get(key);
        }
        return yaml.get(key) != null ? yaml.get(key) : otherwise;
    }

    private void requireKnown(Map<?, ?> map, Set<String> known, String prefix) {
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw OptionCheck.unknown(
                        "key '%s%s' in %s".formatted(prefix, key, place),
                        String.valueOf(key),
                        known);
            }
        }
    }

    private UsageException wrong(String key, Object found, String expected) {
        return new UsageException(
                "'%s' in %s is '%s', expected %s".formatted(key, place, found, expected));
    }
}
