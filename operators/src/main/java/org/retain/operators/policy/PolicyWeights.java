package org.retain.operators.policy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.retain.datasets.safetensors.InvalidSafetensorsException;
import org.retain.datasets.safetensors.SafetensorsEncoding;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;

/**
 * A network's weights in memory, checked: every array that a network of its kind and widths has, in
 * float32, and nothing else. A file needs no companion, the widths follow from its shapes.
 *
 * <pre>{@code
 * PolicyWeights teacher = PolicyWeights.read("s3://models/teacher.safetensors", Optional.of(hash));
 * try (PolicyNetwork network = PolicyNetwork.create(teacher)) { ... }
 * }</pre>
 *
 * <p>Immutable.
 */
public final class PolicyWeights {

    private final PolicyShape shape;
    private final Map<String, SafetensorsEntry> arrays;

    private PolicyWeights(PolicyShape shape, Map<String, SafetensorsEntry> arrays) {
        this.shape = shape;
        this.arrays = arrays;
    }

    /**
     * Weights and the hash of the file they came from.
     *
     * @param weights the weights
     * @param sha256 SHA-256 of the file, 64 lower-case hexadecimal digits
     * @param metadata what the file says besides
     */
    public record Loaded(PolicyWeights weights, String sha256, Map<String, String> metadata) {}

    /**
     * Reads a safetensors file with the reference's parameter names.
     *
     * @param location path or URI of any file system that Flink knows
     * @param sha256 hash that the file must have; empty accepts any file
     * @throws InvalidWeightsException when the file is missing, has another hash, is damaged, or
     *     lacks a parameter, has one too many or one of a wrong shape or type
     */
    public static Loaded read(String location, Optional<String> sha256) {
        WeightsFile file = WeightsFile.read(location, sha256);
        return new Loaded(
                decode(location, file.bytes()),
                file.sha256(),
                SafetensorsEncoding.decodeMetadata(location, file.bytes()));
    }

    /**
     * Decodes the bytes of a safetensors file.
     *
     * @param name what the bytes are, for messages
     * @throws InvalidWeightsException as {@link #read}, hash apart
     */
    public static PolicyWeights decode(String name, ByteBuffer bytes) {
        Map<String, SafetensorsEntry> found;
        try {
            found = SafetensorsEncoding.decode(name, bytes);
        } catch (InvalidSafetensorsException e) {
            throw new InvalidWeightsException(e.getMessage(), e);
        }
        return check(name, found);
    }

    /**
     * Weights of a new network: orthogonal matrices of gain 1 (Saxe et al., 2014), standard normal
     * embeddings, zero biases. Same widths and seed, same bits.
     */
    public static PolicyWeights random(PolicyShape shape, long seed) {
        return new PolicyWeights(shape, WeightsInitialisation.initialise(shape.parameters(), seed));
    }

    /** Weights that are 0, all of them: a network that answers alike whatever it sees. */
    public static PolicyWeights zero(PolicyShape shape) {
        Map<String, SafetensorsEntry> arrays = new LinkedHashMap<>();
        for (ParameterSpec spec : shape.parameters()) {
            int bytes = Math.toIntExact(Math.multiplyExact(spec.size(), Float.BYTES));
            arrays.put(
                    spec.name(),
                    new SafetensorsEntry(
                            SafetensorsType.F32, spec.shape(), ByteBuffer.allocate(bytes)));
        }
        return new PolicyWeights(shape, arrays);
    }

    /** Checks arrays, as a file or a network holds them, against the widths that they imply. */
    static PolicyWeights check(String name, Map<String, SafetensorsEntry> found) {
        Map<String, List<Integer>> shapes =
                found.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, entry -> entry.getValue().shape()));
        PolicyShape shape;
        try {
            shape = PolicyShape.infer(name, shapes);
        } catch (IllegalArgumentException e) {
            throw new InvalidWeightsException(name + ": " + e.getMessage(), e);
        }
        Map<String, SafetensorsEntry> arrays = new LinkedHashMap<>();
        for (ParameterSpec spec : shape.parameters()) {
            arrays.put(spec.name(), check(name, spec, found.get(spec.name())));
        }
        for (String parameter : found.keySet()) {
            if (!arrays.containsKey(parameter) && !ScaledNetParameters.isConstant(parameter)) {
                throw new InvalidWeightsException(
                        "%s: unknown parameter %s of shape %s; the network has no such parameter"
                                .formatted(name, parameter, shapes.get(parameter)));
            }
        }
        return new PolicyWeights(shape, arrays);
    }

    private static SafetensorsEntry check(String name, ParameterSpec spec, SafetensorsEntry entry) {
        if (entry == null) {
            throw new InvalidWeightsException(
                    "%s: parameter %s is missing, expected shape %s"
                            .formatted(name, spec.name(), spec.shape()));
        }
        if (!entry.shape().equals(spec.shape())) {
            throw new InvalidWeightsException(
                    "%s: parameter %s has shape %s, expected %s"
                            .formatted(name, spec.name(), entry.shape(), spec.shape()));
        }
        if (entry.type() != SafetensorsType.F32) {
            throw new InvalidWeightsException(
                    "%s: parameter %s is %s, expected F32; convert the file to float32"
                            .formatted(name, spec.name(), entry.type()));
        }
        return entry;
    }

    /** Kind and widths of the network. */
    public PolicyShape shape() {
        return shape;
    }

    /**
     * Name of the tensor that holds what this encoder makes of observations: {@code encoding-} and
     * the first 16 hexadecimal digits of a SHA-256 over the encoder's arrays. Weights that differ
     * behind the encoder alone have the same.
     */
    public String encodingName() {
        return Encodings.name(EncoderHash.of(shape, name -> arrays.get(name).data()));
    }

    /** The arrays by the reference's names; data must not be written to. */
    Map<String, SafetensorsEntry> arrays() {
        return arrays;
    }

    /** The bytes of a safetensors file. */
    public byte[] encode() {
        return SafetensorsEncoding.encode(arrays, Map.of());
    }

    /**
     * Writes a safetensors file; readers see all of it or nothing.
     *
     * @param location path or URI of any file system that Flink knows
     * @return SHA-256 of the file
     */
    public String write(String location) throws IOException {
        return write(location, Map.of());
    }

    /**
     * Writes a safetensors file with metadata; readers see all of it or nothing.
     *
     * @param location path or URI of any file system that Flink knows
     * @return SHA-256 of the file
     */
    public String write(String location, Map<String, String> metadata) throws IOException {
        return WeightsFile.write(location, SafetensorsEncoding.encode(arrays, metadata));
    }
}
