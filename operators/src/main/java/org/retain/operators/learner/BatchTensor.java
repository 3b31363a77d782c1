package org.retain.operators.learner;

import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.learner.RowTensor.Axis;

/** One tensor of a batch, time-major [T, B, ...] (or [B, ...] without a time axis), zero-padded. */
final class BatchTensor {

    private final RowTensor layout;
    private final int times;
    private final int rows;
    private final int entryBytes;
    private final byte[] data;

    BatchTensor(RowTensor layout, int steps, int rows) {
        this.layout = layout;
        this.rows = rows;
        times =
                switch (layout.axis()) {
                    case STEPS -> steps;
                    case OBSERVATIONS -> steps + 1;
                    case NONE -> 1;
                };
        int bytes = TensorPacking.elementBytes(layout.type());
        for (int axis : layout.inner()) {
            bytes = Math.multiplyExact(bytes, axis);
        }
        entryBytes = bytes;
        data = new byte[Math.multiplyExact(Math.multiplyExact(times, rows), entryBytes)];
    }

    void put(int row, RowTensor tensor) {
        int entries = entryBytes == 0 ? 0 : tensor.data().length / entryBytes;
        for (int t = 0; t < entries; t++) {
            System.arraycopy(
                    tensor.data(), t * entryBytes, data, (t * rows + row) * entryBytes, entryBytes);
        }
    }

    SafetensorsEntry entry() {
        List<Integer> shape = new ArrayList<>();
        if (layout.axis() != Axis.NONE) {
            shape.add(times);
        }
        shape.add(rows);
        shape.addAll(layout.inner());
        return SafetensorsEntry.of(SafetensorsType.valueOf(layout.type().name()), shape, data);
    }
}
