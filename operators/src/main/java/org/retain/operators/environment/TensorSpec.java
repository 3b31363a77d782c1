package org.retain.operators.environment;

import java.util.List;
import org.retain.datasets.segment.TensorType;

/**
 * One tensor of an observation.
 *
 * @param name as in a segment, such as {@code tty_chars} or {@code vector}
 * @param type of one element
 * @param shape of one observation, without time or slots; empty for a scalar
 */
public record TensorSpec(String name, TensorType type, List<Integer> shape) {

    /** Copies the shape. */
    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** Elements of one observation. */
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Bytes of one observation. */
    public int bytes() {
        int element =
                switch (type) {
                    case U8, I8 -> Byte.BYTES;
                    case I16, F16 -> Short.BYTES;
                    case I32, F32 -> Integer.BYTES;
                    case I64 -> Long.BYTES;
                };
        return Math.multiplyExact(size(), element);
    }
}
