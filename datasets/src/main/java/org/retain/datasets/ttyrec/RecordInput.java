package org.retain.datasets.ttyrec;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A window on the decompressed bytes, through which records of any length pass. */
final class RecordInput implements Closeable {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WINDOW = 1 << 16;

    private final InputStream in;
    private final byte[] bytes = new byte[WINDOW];
    private int start;
    private int end;
    private long consumed;

    RecordInput(InputStream in) {
        this.in = in;
    }

    /** The array that {@link #start} and {@link #available} speak of. */
    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int available() {
        return end - start;
    }

    /** Bytes consumed so far, that is the position in the decompressed data. */
    long position() {
        return consumed;
    }

    int intAt(int offset) {
        return (int) INT.get(bytes, start + offset);
    }

    byte byteAt(int offset) {
        return bytes[start + offset];
    }

    void consume(int count) {
        start += count;
        consumed += count;
    }

    /**
     * Reads on until so many bytes are available.
     *
     * @return false when the data ends before
     */
    boolean require(int count) throws IOException {
        if (available() >= count) {
            return true;
        }
        System.arraycopy(bytes, start, bytes, 0, available());
        end -= start;
        start = 0;
        while (end < count) {
            int read = in.read(bytes, end, bytes.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
