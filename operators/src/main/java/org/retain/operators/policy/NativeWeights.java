package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;

/** Carries float32 weights from plain memory to native memory and back. */
final class NativeWeights {

    private NativeWeights() {}

    static Map<String, NDArray> load(NDManager manager, Map<String, SafetensorsEntry> entries) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        entries.forEach(
                (name, entry) -> {
                    long[] axes = entry.shape().stream().mapToLong(Integer::longValue).toArray();
                    NDArray array =
                            NativeArrays.copy(manager, entry.data(), DataType.FLOAT32, axes);
                    arrays.put(name, array);
                });
        return arrays;
    }

    static Map<String, SafetensorsEntry> copy(
            List<ParameterSpec> specs, Map<String, NDArray> arrays) {
        Map<String, SafetensorsEntry> copies = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            byte[] data = arrays.get(spec.name()).toByteArray();
            copies.put(spec.name(), SafetensorsEntry.of(SafetensorsType.F32, spec.shape(), data));
        }
        return copies;
    }
}
