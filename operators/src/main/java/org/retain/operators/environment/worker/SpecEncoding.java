package org.retain.operators.environment.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.environment.TensorSpec;

/**
 * A spec as JSON: {@code {"name": "nethack", "place": "dungeon-level", "actions": {"discrete":
 * 121}, "observations": [{"name": "tty_chars", "type": "U8", "shape": [24, 80]}]}}; actions may be
 * {@code {"box": 4}} instead.
 */
final class SpecEncoding {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SpecEncoding() {}

    static String encode(EnvironmentSpec spec) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", spec.name()).put("place", spec.place());
        ObjectNode actions = node.putObject("actions");
        if (spec.actions() instanceof ActionSpace.Discrete discrete) {
            actions.put("discrete", discrete.count());
        } else if (spec.actions() instanceof ActionSpace.Box box) {
            actions.put("box", box.size());
        }
        ArrayNode observations = node.putArray("observations");
        for (TensorSpec tensor : spec.observations()) {
            ObjectNode one = observations.addObject();
            one.put("name", tensor.name()).put("type", tensor.type().name());
            ArrayNode shape = one.putArray("shape");
            tensor.shape().forEach(shape::add);
        }
        return node.toString();
    }

    static EnvironmentSpec decode(String text) throws ProtocolException {
        try {
            JsonNode node = JSON.readTree(text);
            List<TensorSpec> observations = new ArrayList<>();
            for (JsonNode one : node.required("observations")) {
                observations.add(tensor(one));
            }
            if (observations.isEmpty()) {
                throw new IllegalArgumentException("No observations");
            }
            return new EnvironmentSpec(
                    node.required("name").asText(),
                    observations,
                    actions(node.required("actions")),
                    node.required("place").asText());
        } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException e) {
            ProtocolException exception =
                    new ProtocolException(
                            "A spec that cannot be read (%s): %s"
                                    .formatted(
                                            e.getMessage(),
                                            text.substring(0, Math.min(1000, text.length()))));
            exception.initCause(e);
            throw exception;
        }
    }

    private static TensorSpec tensor(JsonNode node) {
        List<Integer> shape =
                StreamSupport.stream(node.required("shape").spliterator(), false)
                        .map(JsonNode::asInt)
                        .toList();
        if (shape.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("A tensor of shape " + shape);
        }
        TensorSpec tensor =
                new TensorSpec(
                        node.required("name").asText(),
                        TensorType.valueOf(node.required("type").asText()),
                        shape);
        if (tensor.bytes() < 1) {
            throw new IllegalArgumentException("A tensor of shape " + shape);
        }
        return tensor;
    }

    private static ActionSpace actions(JsonNode node) {
        return node.has("discrete")
                ? new ActionSpace.Discrete(node.get("discrete").asInt())
                : new ActionSpace.Box(node.required("box").asInt());
    }
}
