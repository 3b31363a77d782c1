package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Copies plain memory into native arrays of PyTorch's own allocation. DJL otherwise takes over a
 * buffer of the JVM, wherever it lies; PyTorch aligns to 64 bytes, and only so does MKL give the
 * same bits for the same numbers in every process.
 */
public final class NativeArrays {

    private static final NDIndex EVERYTHING = new NDIndex(":");

    private NativeArrays() {}

    /**
     * An array with memory of its own, whatever becomes of the buffer.
     *
     * @param data little-endian elements from the position on; more than the shape needs is ignored
     */
    public static NDArray copy(NDManager scope, ByteBuffer data, DataType type, long... axes) {
        Shape shape = new Shape(axes);
        int bytes = Math.toIntExact(shape.size() * type.getNumOfBytes());
        ByteBuffer source = data.slice(data.position(), bytes);
        if (!source.isDirect()) {
            source = ByteBuffer.allocateDirect(bytes).put(source).flip();
        }
        return owned(scope.create(source.order(ByteOrder.LITTLE_ENDIAN), shape, type));
    }

    /** An f32 array whose elements are whatever lies there; see {@link #floats}. */
    static NDArray empty(NDManager scope, long... axes) {
        return scope.create(new Shape(axes), DataType.FLOAT32);
    }

    /** An f32 array's own memory on the CPU, which must not be used once the array is closed. */
    public static FloatBuffer floats(NDArray array) {
        return array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** An f32 array of these values. */
    public static NDArray of(NDManager scope, float[] values, long... axes) {
        return owned(scope.create(values, new Shape(axes)));
    }

    /**
     * Writes an array's elements over another's, which stays where it is, whether it requires a
     * gradient or not. DJL's {@code set} of a buffer would move it into the buffer's memory.
     */
    public static void overwrite(NDArray target, NDArray source) {
        try (Autograd off = Autograd.off()) {
            target.set(EVERYTHING, source);
        }
    }

    private static NDArray owned(NDArray view) {
        try (view) {
            return view.duplicate();
        }
    }
}
