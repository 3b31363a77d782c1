package org.retain.operators.policy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Direct memory that grows as needed and is used again. */
final class ScratchBuffer {

    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    /** So many bytes, little-endian, from position 0; what they hold is left from the last use. */
    ByteBuffer of(int bytes) {
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes);
        }
        return buffer.clear().limit(bytes).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}
