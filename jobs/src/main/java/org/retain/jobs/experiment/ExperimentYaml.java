package org.retain.jobs.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The YAML of an experiment as it is run, complete and in one fixed form. */
final class ExperimentYaml {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ExperimentYaml() {}

    /** The text; {@link ExperimentFile} reads it back as the same experiment. */
    static String of(Experiment experiment) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", experiment.name());
        all.put("description", experiment.description());
        all.put("kind", experiment.kind().toString());
        all.put("seeds", experiment.seeds());
        all.put("methods", experiment.methods());
        if (!experiment.sweep().isEmpty()) {
            all.put("sweep", experiment.sweep());
        }
        for (Section section : Section.values()) {
            if (experiment.has(section)) {
                all.put(section.key(), experiment.options(section));
            }
        }
        List<String> lines = new ArrayList<>();
        write("", all, lines);
        return String.join("\n", lines) + "\n";
    }

    private static void write(String indent, Map<?, ?> map, List<String> lines) {
        map.forEach(
                (key, value) -> {
                    if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
                        lines.add(indent + key + ":");
                        write(indent + "  ", inner, lines);
                    } else {
                        lines.add("%s%s: %s".formatted(indent, key, json(value)));
                    }
                });
    }

    /** A scalar or a list in JSON, which is YAML too. */
    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("%s is no JSON".formatted(value), e);
        }
    }
}
