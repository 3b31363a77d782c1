package org.retain.datasets.safetensors;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One tensor of a safetensors file.
 *
 * @param type element type
 * @param shape length of each axis, row-major
 * @param data little-endian elements between position and limit
 */
public record SafetensorsEntry(SafetensorsType type, List<Integer> shape, ByteBuffer data) {

    /** Checks that data fills the shape. */
    public SafetensorsEntry {
        long expected = type.bytes();
        for (int axis : shape) {
            expected = Math.multiplyExact(expected, (long) axis);
        }
        if (expected != data.remaining()) {
            throw new IllegalArgumentException(
                    "%s%s needs %d bytes, got %d"
                            .formatted(type, shape, expected, data.remaining()));
        }
        shape = List.copyOf(shape);
    }

    /** An entry over a whole array, which is not copied. */
    public static SafetensorsEntry of(SafetensorsType type, List<Integer> shape, byte[] data) {
        return new SafetensorsEntry(type, shape, ByteBuffer.wrap(data));
    }
}
