package org.retain.datasets.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes and decodes safetensors: a 64-bit little-endian header length, a JSON header with dtype,
 * shape and data offsets of each tensor (and string metadata under {@code __metadata__}), then the
 * tensors' bytes. Decoding trusts nothing: sizes, offsets and types are checked before use.
 */
public final class SafetensorsEncoding {

    private static final String METADATA = "__metadata__";
    private static final int MAX_HEADER_BYTES = 100_000_000;
    private static final int ALIGNMENT = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SafetensorsEncoding() {}

    /** Encodes tensors in the map's order. */
    public static byte[] encode(
            Map<String, SafetensorsEntry> tensors, Map<String, String> metadata) {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = header.putObject(METADATA);
            metadata.forEach(node::put);
        }
        int end = 0;
        for (Map.Entry<String, SafetensorsEntry> named : tensors.entrySet()) {
            SafetensorsEntry entry = named.getValue();
            ObjectNode node = header.putObject(named.getKey());
            node.put("dtype", entry.type().name());
            ArrayNode shape = node.putArray("shape");
            entry.shape().forEach(shape::add);
            int start = end;
            end = Math.addExact(end, entry.data().remaining());
            node.putArray("data_offsets").add(start).add(end);
        }
        byte[] json = header.toString().getBytes(UTF_8);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer out =
                ByteBuffer.allocate(Math.addExact(Long.BYTES + padded, end))
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded).put(json);
        for (int i = json.length; i < padded; i++) {
            out.put((byte) ' ');
        }
        tensors.values().forEach(entry -> out.put(entry.data().duplicate()));
        return out.array();
    }

    /**
     * Decodes the tensors of a file; their data are views of the given bytes.
     *
     * @param name what the bytes are, for messages
     * @throws InvalidSafetensorsException when the bytes are no whole safetensors file
     */
    public static Map<String, SafetensorsEntry> decode(String name, ByteBuffer bytes) {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        JsonNode header = header(name, in);
        ByteBuffer data = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        Map<String, SafetensorsEntry> tensors = new LinkedHashMap<>();
        header.properties()
                .forEach(
                        field -> {
                            if (!field.getKey().equals(METADATA)) {
                                tensors.put(
                                        field.getKey(),
                                        entry(name, field.getKey(), field.getValue(), data));
                            }
                        });
        return tensors;
    }

    /**
     * Decodes the string metadata of a file; empty when it has none.
     *
     * @throws InvalidSafetensorsException when the bytes do not begin with a safetensors header
     */
    public static Map<String, String> decodeMetadata(String name, ByteBuffer bytes) {
        Map<String, String> metadata = new LinkedHashMap<>();
        header(name, bytes.slice().order(ByteOrder.LITTLE_ENDIAN))
                .path(METADATA)
                .properties()
                .forEach(field -> metadata.put(field.getKey(), field.getValue().asText()));
        return metadata;
    }

    private static JsonNode header(String name, ByteBuffer in) {
        long length = in.remaining() < Long.BYTES ? -1 : in.getLong();
        if (length < 2 || length > MAX_HEADER_BYTES || length > in.remaining()) {
            throw new InvalidSafetensorsException(
                    "%s: not a safetensors file: a header of %d bytes is announced, %d bytes follow"
                            .formatted(name, length, in.remaining()));
        }
        byte[] json = new byte[(int) length];
        in.get(json);
        try {
            JsonNode header = JSON.readTree(json);
            if (header != null && header.isObject()) {
                return header;
            }
        } catch (IOException e) {
            throw new InvalidSafetensorsException(
                    "%s: the safetensors header is no JSON: %s".formatted(name, reason(e)));
        }
        throw new InvalidSafetensorsException(
                "%s: the safetensors header is no JSON object".formatted(name));
    }

    private static String reason(IOException e) {
        return e instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : e.getMessage();
    }

    private static SafetensorsEntry entry(
            String name, String tensor, JsonNode node, ByteBuffer data) {
        try {
            SafetensorsType type = SafetensorsType.valueOf(node.path("dtype").asText());
            List<Integer> shape = new ArrayList<>();
            for (JsonNode axis : node.path("shape")) {
                shape.add(Math.toIntExact(axis.longValue()));
            }
            long start = node.path("data_offsets").path(0).asLong(-1);
            long end = node.path("data_offsets").path(1).asLong(-1);
            if (start < 0 || end < start || end > data.capacity()) {
                throw new IllegalArgumentException(
                        "bytes %d to %d of %d".formatted(start, end, data.capacity()));
            }
            ByteBuffer view =
                    data.slice((int) start, (int) (end - start)).order(ByteOrder.LITTLE_ENDIAN);
            return new SafetensorsEntry(type, shape, view);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidSafetensorsException(
                    "%s: tensor %s is damaged or of an unknown type: %s"
                            .formatted(name, tensor, e.getMessage()));
        }
    }
}
