package org.retain.operators.learner;

import java.util.List;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;

/**
 * One unpacked tensor of one row.
 *
 * @param name name in the batch
 * @param type element type
 * @param axis what the leading axis counts
 * @param inner shape without the leading axis
 * @param data little-endian elements
 */
record RowTensor(String name, TensorType type, Axis axis, List<Integer> inner, byte[] data) {

    /** What the leading axis of a row's tensor counts. */
    enum Axis {
        /** Steps: T entries in the batch. */
        STEPS,
        /** Observations: T + 1 entries in the batch. */
        OBSERVATIONS,
        /** No time axis: one entry for the row. */
        NONE
    }

    static RowTensor unpack(String name, Axis axis, Tensor tensor) {
        List<Integer> shape = tensor.getShape();
        List<Integer> inner = axis == Axis.NONE ? shape : shape.subList(1, shape.size());
        return new RowTensor(
                name, tensor.getDtype(), axis, List.copyOf(inner), TensorPacking.unpack(tensor));
    }

    boolean fits(RowTensor other) {
        return type == other.type && axis == other.axis && inner.equals(other.inner);
    }
}
