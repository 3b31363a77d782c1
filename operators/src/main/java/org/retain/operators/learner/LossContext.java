package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.retain.operators.learner.loss.CategoricalDistribution;

/**
 * What a loss is computed from.
 *
 * @param scope owns all arrays of the update
 * @param batch the batch
 * @param student the student's distribution at each step, [T, B, A]
 * @param values the student's values, f32[T, B]
 * @param applied updates applied before this one
 * @param figures takes what is worth a metric, by name
 */
record LossContext(
        NDManager scope,
        LearnerBatch batch,
        CategoricalDistribution student,
        NDArray values,
        long applied,
        Map<String, Double> figures) {

    /** Adds a figure. */
    void figure(String name, NDArray scalar) {
        figures.put(name, (double) scalar.getFloat());
    }
}
