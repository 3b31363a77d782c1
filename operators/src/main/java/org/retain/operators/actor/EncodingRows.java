package org.retain.operators.actor;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;

/** What a policy's encoder made of the rows that were answered last, in plain memory. */
final class EncodingRows {

    /** Keeps nothing. */
    static final EncodingRows NONE = new EncodingRows(null, 0);

    private final String name;
    private final int width;
    private byte[] data = new byte[0];

    /**
     * Rows of one encoder.
     *
     * @param name name of the tensor of its encodings
     * @param width numbers F of an encoding
     */
    EncodingRows(String name, int width) {
        this.name = name;
        this.width = width;
    }

    /** Name of the tensor of these encodings; null where none are kept. */
    String name() {
        return name;
    }

    /** Numbers F of an encoding. */
    int width() {
        return width;
    }

    /** Takes those of an answer, f32[1, B, F]. */
    void take(NDArray encodings) {
        if (name == null) {
            return;
        }
        ByteBuffer source = encodings.toByteBuffer(true);
        if (data.length < source.remaining()) {
            data = new byte[source.remaining()];
        }
        source.get(data, 0, source.remaining());
    }

    /** Copies a row's encoding, little-endian, to where an entry of an array of them begins. */
    void copy(int row, byte[] target, int entry) {
        int bytes = width * Float.BYTES;
        System.arraycopy(data, row * bytes, target, entry * bytes, bytes);
    }
}
