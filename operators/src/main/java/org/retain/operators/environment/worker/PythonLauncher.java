package org.retain.operators.environment.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Python that hosts environments of Gymnasium.
 *
 * @param python its executable
 * @param id of the environment
 * @param kwargs of {@code gymnasium.make}, a JSON object
 * @param imports modules to import first
 * @param place name of an integer in {@code info}; empty for none
 */
record PythonLauncher(String python, String id, String kwargs, List<String> imports, String place)
        implements WorkerLauncher {

    private static final String SCRIPT = "retain_worker.py";

    PythonLauncher {
        imports = List.copyOf(imports);
        parse(kwargs);
    }

    @Override
    public String title() {
        return "Gymnasium environment " + id;
    }

    @Override
    public List<String> command(Path directory) throws IOException {
        Path script = directory.resolve(SCRIPT);
        try (InputStream in = PythonLauncher.class.getResourceAsStream(SCRIPT)) {
            Files.copy(in, script);
        }
        return List.of(python, "-u", script.toString());
    }

    @Override
    public String settings() {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("id", id).put("place", place).set("kwargs", parse(kwargs));
        imports.forEach(node.putArray("imports")::add);
        return node.toString();
    }

    private static JsonNode parse(String kwargs) {
        String problem;
        try {
            JsonNode node = new ObjectMapper().readTree(kwargs);
            if (node.isObject()) {
                return node;
            }
            problem = "it is another kind of JSON";
        } catch (JsonProcessingException e) {
            problem = e.getOriginalMessage();
        }
        throw new IllegalArgumentException(
                "Option %s: found %s, expected a JSON object such as {\"render_mode\": null}: %s"
                        .formatted(WorkerOptions.GYMNASIUM_KWARGS.key(), kwargs, problem));
    }
}
