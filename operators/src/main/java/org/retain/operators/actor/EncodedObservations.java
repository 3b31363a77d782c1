package org.retain.operators.actor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;

/** What the acting policy's encoder made of the observations, f32[T+1, F] in one tensor. */
final class EncodedObservations implements ObservationRecord {

    private final Supplier<EncodingRows> answer;
    private final int entries;
    private byte[] data = new byte[0];

    /**
     * Room for so many entries.
     *
     * @param answer the encodings of the policy's last answer, always of the same encoder
     */
    EncodedObservations(Supplier<EncodingRows> answer, int entries) {
        this.answer = answer;
        this.entries = entries;
    }

    @Override
    public void shown(int entry) {}

    @Override
    public void answered(int entry, int row) {
        EncodingRows rows = answer.get();
        if (data.length == 0) {
            data = new byte[Math.multiplyExact(entries, rows.width() * Float.BYTES)];
        }
        rows.copy(row, data, entry);
    }

    @Override
    public List<Tensor> tensors(int count) {
        EncodingRows rows = answer.get();
        int bytes = count * rows.width() * Float.BYTES;
        return new ArrayList<>(
                List.of(
                        TensorPacking.pack(
                                rows.name(),
                                TensorType.F32,
                                List.of(count, rows.width()),
                                Arrays.copyOf(data, bytes),
                                TensorCodec.RAW)));
    }
}
