package org.retain.operators.environment.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Map;
import org.retain.operators.environment.Environment;

/** What is told of a slot's episode in words and figures. */
record Facts(Map<String, String> strata, Map<String, Double> measures, String ending) {

    static final Facts NONE = new Facts(Map.of(), Map.of(), "");

    /** Bytes of the JSON that are accepted. */
    static final int LIMIT = 1 << 16;

    private static final ObjectMapper JSON = new ObjectMapper();

    static Facts of(Environment environment, int slot) {
        return new Facts(
                environment.strata(slot), environment.measures(slot), environment.ending(slot));
    }

    Facts withEnding(String other) {
        return new Facts(strata, measures, other);
    }

    byte[] encode() {
        ObjectNode node = JSON.createObjectNode();
        ObjectNode strataNode = node.putObject("strata");
        strata.forEach(strataNode::put);
        ObjectNode measuresNode = node.putObject("measures");
        measures.forEach(
                (name, value) -> {
                    if (Double.isFinite(value)) {
                        measuresNode.put(name, value);
                    }
                });
        return node.put("ending", ending).toString().getBytes(UTF_8);
    }

    static Facts decode(String text) throws ProtocolException {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw refusal(text);
        }
        if (!node.path("strata").isObject()
                || !node.path("measures").isObject()
                || !node.path("ending").isTextual()) {
            throw refusal(text);
        }
        Map<String, String> strata = new HashMap<>();
        node.get("strata")
                .fields()
                .forEachRemaining(e -> strata.put(e.getKey(), e.getValue().asText()));
        Map<String, Double> measures = new HashMap<>();
        for (Map.Entry<String, JsonNode> measure : node.get("measures").properties()) {
            if (!measure.getValue().isNumber()) {
                throw refusal(text);
            }
            measures.put(measure.getKey(), measure.getValue().doubleValue());
        }
        return new Facts(Map.copyOf(strata), Map.copyOf(measures), node.get("ending").textValue());
    }

    private static ProtocolException refusal(String text) {
        return new ProtocolException(
                "Facts of an episode that are not {strata, measures, ending} as JSON: "
                        + text.substring(0, Math.min(200, text.length())));
    }
}
