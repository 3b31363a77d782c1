package org.retain.jobs.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.YamlParserUtils;

/**
 * What the file of an experiment says, as far as a report needs it.
 *
 * @param name of the experiment
 * @param description for a reader; may be empty
 * @param kind {@code nethack}, {@code two-state-mdp} or {@code apple-retrieval}; empty: not said
 * @param planned how many runs it asks for; 0: not said
 * @param text the whole file
 */
record Settings(String name, String description, String kind, long planned, String text) {

    /**
     * Reads {@code experiment.yaml}.
     *
     * @throws ReportException when it is no YAML mapping
     */
    static Settings read(Path file) throws IOException {
        String text = Files.readString(file);
        Map<String, ?> yaml;
        try {
            yaml = YamlParserUtils.loadYamlFile(file.toFile());
        } catch (Exception e) {
            throw new ReportException(
                    "%s is not valid YAML: %s; give the directory of an experiment as ./retain experiment leaves it"
                            .formatted(file, String.valueOf(e.getMessage()).strip()),
                    e);
        }
        return new Settings(
                string(
                        yaml,
                        "name",
                        String.valueOf(file.toAbsolutePath().getParent().getFileName())),
                string(yaml, "description", ""),
                string(yaml, "kind", ""),
                planned(yaml),
                text);
    }

    private static String string(Map<String, ?> yaml, String key, String otherwise) {
        Object value = yaml.get(key);
        return value == null ? otherwise : String.valueOf(value).strip();
    }

    /** Every seed of every method with every combination of what is swept. */
    private static long planned(Map<String, ?> yaml) {
        long runs = 1;
        for (String key : List.of("seeds", "methods")) {
            Object value = yaml.get(key);
            runs *= value == null ? 0 : size(value);
        }
        if (yaml.get("sweep") instanceof Map<?, ?> sweep) {
            for (Object values : sweep.values()) {
                runs *= size(values);
            }
        }
        return runs;
    }

    private static long size(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        return value instanceof List<?> list ? list.size() : 1;
    }
}
