package org.retain.operators.target;

import java.nio.ByteBuffer;
import java.util.List;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;

/**
 * What the teacher reads of one segment, unpacked into arrays that the next segment uses again. The
 * bootstrap observation is left out: it is the first of the segment that follows.
 */
final class ScreenRow {

    static final int CELLS = 24 * 80;

    /** All rows of a bundle take the memory of the longest. */
    static final int MAX_STEPS = 1024;

    private static final int CURSOR_BYTES = 2 * Short.BYTES;

    private byte[] chars = new byte[0];
    private byte[] colors = new byte[0];
    private byte[] cursor = new byte[0];
    private byte[] previousActions = new byte[0];
    private int length;

    /**
     * Unpacks a segment.
     *
     * @param actions number of the teacher's actions
     * @throws InvalidTensorException when a tensor is missing, damaged, of another type or shape,
     *     or has values that the teacher has no input for
     */
    void unpack(Segment segment, int actions) {
        int steps = segment.getLength();
        int rows = steps + 1;
        require(
                steps >= 1 && steps <= MAX_STEPS,
                "The segment has %d steps, expected 1 to %d",
                steps,
                MAX_STEPS);
        List<Tensor> observations = segment.getObservations();
        chars = unpack(observations, "tty_chars", TensorType.U8, List.of(rows, 24, 80), chars);
        colors = unpack(observations, "tty_colors", TensorType.I8, List.of(rows, 24, 80), colors);
        cursor = unpack(observations, "tty_cursor", TensorType.I16, List.of(rows, 2), cursor);
        for (int i = 0; i < steps * CELLS; i++) {
            if (colors[i] < 0) {
                throw new InvalidTensorException(
                        "Tensor tty_colors holds %d, expected 0 to 127".formatted(colors[i]));
            }
        }
        unpackActions(segment, steps, actions);
        length = steps;
    }

    private void unpackActions(Segment segment, int steps, int actions) {
        require(segment.getActions() != null, "The segment has no actions");
        require(segment.getPreviousAction() != null, "The segment has no previous action");
        previousActions = grown(previousActions, 1 + steps);
        unpack(segment.getPreviousAction(), TensorType.U8, List.of(), previousActions, 0);
        unpack(segment.getActions(), TensorType.U8, List.of(steps), previousActions, 1);
        for (int t = 0; t <= steps; t++) {
            int action = Byte.toUnsignedInt(previousActions[t]);
            require(action < actions, "Action %d, the teacher has %d actions", action, actions);
        }
    }

    int length() {
        return length;
    }

    void putChars(ByteBuffer target, int step) {
        target.put(chars, step * CELLS, CELLS);
    }

    void putColors(ByteBuffer target, int step) {
        target.put(colors, step * CELLS, CELLS);
    }

    void putCursor(ByteBuffer target, int step) {
        target.put(cursor, step * CURSOR_BYTES, CURSOR_BYTES);
    }

    void putPreviousAction(ByteBuffer target, int step) {
        target.put(previousActions[step]);
    }

    private static byte[] unpack(
            List<Tensor> tensors,
            String name,
            TensorType type,
            List<Integer> shape,
            byte[] buffer) {
        Tensor tensor = TensorPacking.find(tensors, name);
        byte[] target = grown(buffer, TensorPacking.byteLength(tensor));
        unpack(tensor, type, shape, target, 0);
        return target;
    }

    private static void unpack(
            Tensor tensor, TensorType type, List<Integer> shape, byte[] target, int offset) {
        require(
                tensor.getDtype() == type && tensor.getShape().equals(shape),
                "Tensor %s is %s%s, expected %s%s",
                tensor.getName(),
                tensor.getDtype(),
                tensor.getShape(),
                type,
                shape);
        TensorPacking.unpackInto(tensor, target, offset);
    }

    private static byte[] grown(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : new byte[length];
    }

    private static void require(boolean condition, String message, Object... values) {
        if (!condition) {
            throw new InvalidTensorException(message.formatted(values));
        }
    }
}
