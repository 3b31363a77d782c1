package org.retain.operators.target;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;

/** Entries of one type and shape, one for each step, in an array that only grows. */
final class StepColumn {

    private final TensorType type;
    private final List<Integer> entry;
    private final int entryBytes;
    private byte[] data = new byte[0];

    /**
     * A column.
     *
     * @param type type of the numbers
     * @param entry axes of one entry; none for a single number
     */
    StepColumn(TensorType type, List<Integer> entry) {
        this.type = type;
        this.entry = List.copyOf(entry);
        entryBytes = entry.stream().reduce(TensorPacking.elementBytes(type), Math::multiplyExact);
    }

    /** Makes room for so many entries; what the column holds is lost when it has to grow. */
    void reserve(int entries) {
        int bytes = Math.multiplyExact(entries, entryBytes);
        if (data.length < bytes) {
            data = new byte[bytes];
        }
    }

    /**
     * Unpacks a tensor [entries, ...] from entry {@code at} on, into room that was reserved.
     *
     * @throws InvalidTensorException when it is damaged or of another type or shape
     */
    void unpack(Tensor tensor, int entries, int at) {
        List<Integer> shape = new ArrayList<>(entry);
        shape.add(0, entries);
        unpack(tensor, shape, at);
    }

    /** As {@link #unpack(Tensor, int, int)}, a tensor that is one entry without an axis of time. */
    void unpackEntry(Tensor tensor, int at) {
        unpack(tensor, entry, at);
    }

    private void unpack(Tensor tensor, List<Integer> shape, int at) {
        if (tensor.getDtype() != type || !tensor.getShape().equals(shape)) {
            throw new InvalidTensorException(
                    "Tensor %s is %s%s, expected %s%s"
                            .formatted(
                                    tensor.getName(),
                                    tensor.getDtype(),
                                    tensor.getShape(),
                                    type,
                                    shape));
        }
        TensorPacking.unpackInto(tensor, data, at * entryBytes);
    }

    /**
     * Checks the first entries of a column of F32.
     *
     * @throws InvalidTensorException when a number among them is infinite or none
     */
    void requireFinite(String name, int entries) {
        ByteBuffer floats =
                ByteBuffer.wrap(data, 0, entries * entryBytes).order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            float value = floats.getFloat();
            if (!Float.isFinite(value)) {
                throw new InvalidTensorException(
                        "Tensor %s holds %s, expected finite numbers".formatted(name, value));
            }
        }
    }

    /** The entries' bytes, little-endian; what lies beyond those unpacked last means nothing. */
    byte[] data() {
        return data;
    }

    int entryBytes() {
        return entryBytes;
    }

    /** Takes the first entries from where the buffer stands. */
    void take(ByteBuffer source, int entries) {
        reserve(entries);
        source.get(data, 0, entries * entryBytes);
    }

    /** The first entries as a tensor, in memory of its own. */
    Tensor tensor(String name, int entries) {
        List<Integer> shape = new ArrayList<>(entry);
        shape.add(0, entries);
        return TensorPacking.pack(
                name, type, shape, Arrays.copyOf(data, entries * entryBytes), TensorCodec.RAW);
    }

    /** Copies an entry to where the buffer stands. */
    void put(ByteBuffer target, int index) {
        target.put(data, index * entryBytes, entryBytes);
    }
}
