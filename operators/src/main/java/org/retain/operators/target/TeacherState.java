package org.retain.operators.target;

import java.nio.ByteBuffer;
import java.util.List;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorType;

/**
 * The teacher's recurrent state in one episode; neither array is changed after construction. Both
 * are empty where there is no state: for a teacher without recurrent core, or without a teacher.
 *
 * @param h output f32[H], little-endian bytes
 * @param c cell f32[H], little-endian bytes
 */
record TeacherState(byte[] h, byte[] c) {

    /** The state at the start of an episode. */
    static TeacherState zero(int width) {
        return new TeacherState(new byte[width * Float.BYTES], new byte[width * Float.BYTES]);
    }

    /** Tensors h and c, none without a state. They share the arrays, which nobody writes to. */
    List<Tensor> tensors() {
        return h.length == 0 ? List.of() : List.of(tensor("h", h), tensor("c", c));
    }

    private static Tensor tensor(String name, byte[] data) {
        return new Tensor(
                name,
                TensorType.F32,
                List.of(data.length / Float.BYTES),
                TensorCodec.RAW,
                ByteBuffer.wrap(data));
    }
}
