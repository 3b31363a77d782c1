package org.retain.operators.policy;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.retain.datasets.safetensors.InvalidSafetensorsException;
import org.retain.datasets.safetensors.SafetensorsEncoding;
import org.retain.datasets.safetensors.SafetensorsEntry;

/**
 * A safetensors file of any content, at any URI that Flink's file systems know.
 *
 * @param tensors the tensors by name
 * @param sha256 SHA-256 of the file, 64 lower-case hexadecimal digits
 */
public record TensorFile(Map<String, SafetensorsEntry> tensors, String sha256) {

    /**
     * Reads a file.
     *
     * @param sha256 hash that the file must have; empty accepts any file
     * @throws InvalidWeightsException when the file is missing, has another hash or is damaged
     */
    public static TensorFile read(String location, Optional<String> sha256) {
        WeightsFile file = WeightsFile.read(location, sha256);
        try {
            return new TensorFile(
                    SafetensorsEncoding.decode(location, file.bytes()), file.sha256());
        } catch (InvalidSafetensorsException e) {
            throw new InvalidWeightsException(e.getMessage(), e);
        }
    }

    /**
     * Writes a file; readers see all of it or nothing.
     *
     * @return SHA-256 of the file
     */
    public static String write(
            String location, Map<String, SafetensorsEntry> tensors, Map<String, String> metadata)
            throws IOException {
        return WeightsFile.write(location, SafetensorsEncoding.encode(tensors, metadata));
    }
}
