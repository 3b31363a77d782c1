package org.retain.operators.learner;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyNetwork;

/** Batches of encodings. */
final class TestingEncodings {

    private TestingEncodings() {}

    /** The batch with all its screens replaced in one pass of the encoder. */
    static TrainingBatch encoded(PolicyNetwork network, TrainingBatch batch) {
        LearnerBatch read = new LearnerBatch(batch);
        int frames = read.steps() * read.rows();
        Map<String, SafetensorsEntry> tensors = new LinkedHashMap<>(batch.tensors());
        tensors.keySet().removeIf(name -> name.startsWith("observations."));
        try (NDManager scope = network.newScope()) {
            Observations seen = read.input(read.lengths()).observations();
            byte[] made = network.encode(scope, seen, frames).toByteArray();
            int width = network.shape().encoding();
            byte[] whole = new byte[(read.steps() + 1) * read.rows() * width * Float.BYTES];
            System.arraycopy(made, 0, whole, 0, made.length);
            tensors.put(
                    "observations." + network.encodingName(),
                    SafetensorsEntry.of(
                            SafetensorsType.F32,
                            List.of(read.steps() + 1, read.rows(), width),
                            whole));
        }
        return new TrainingBatch(tensors, batch.rows(), List.of());
    }
}
