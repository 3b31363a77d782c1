package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Copies plain memory into native arrays. */
public final class NativeArrays {

    private NativeArrays() {}

    /**
     * An array with memory of its own, whatever becomes of the buffer.
     *
     * @param data little-endian elements from the position on; more than the shape needs is ignored
     */
    public static NDArray copy(NDManager scope, ByteBuffer data, DataType type, long... axes) {
        Shape shape = new Shape(axes);
        int bytes = Math.toIntExact(shape.size() * type.getNumOfBytes());
        ByteBuffer source = data.slice(data.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (!source.isDirect()) {
            ByteBuffer direct = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
            return scope.create(direct.put(source).flip(), shape, type);
        }
        try (NDArray view = scope.create(source, shape, type)) {
            return view.duplicate();
        }
    }
}
