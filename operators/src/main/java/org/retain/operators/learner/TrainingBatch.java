package org.retain.operators.learner;

import java.util.List;
import java.util.Map;
import org.retain.datasets.safetensors.SafetensorsEntry;

/**
 * One assembled batch.
 *
 * @param tensors the batch's tensors by name, see {@link BatchAssembly}
 * @param rows what fills the rows, in row order
 * @param refused one sentence for each row that was left out
 */
record TrainingBatch(
        Map<String, SafetensorsEntry> tensors, List<BatchRow> rows, List<String> refused) {}
