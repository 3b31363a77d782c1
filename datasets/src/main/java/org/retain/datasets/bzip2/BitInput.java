package org.retain.datasets.bzip2;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bits of a stream, highest first. Looking ahead past the end shows zeros; taking bits past the end
 * is damage.
 */
final class BitInput implements Closeable {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final InputStream in;
    private final byte[] bytes = new byte[1 << 15];
    private int start;
    private int end;
    private long loaded;

    /** The lowest {@link #held} bits are next. */
    private long bits;

    private int held;
    private int padding;

    BitInput(InputStream in) {
        this.in = in;
    }

    /** Shows up to 32 bits without taking them. */
    int peek(int count) throws IOException {
        if (held < count) {
            load(count);
        }
        return (int) ((bits >>> (held - count)) & ((1L << count) - 1));
    }

    /** Takes bits that {@link #peek} has shown. */
    void skip(int count) {
        held -= count;
    }

    /** Takes up to 32 bits. */
    int take(int count) throws IOException {
        int value = peek(count);
        held -= count;
        return value;
    }

    boolean takeBit() throws IOException {
        return take(1) != 0;
    }

    /** Takes 48 bits. */
    long takeMarker() throws IOException {
        long high = take(24);
        return high << 24 | take(24);
    }

    /**
     * Refuses to go on when more bits were taken than there are.
     *
     * @throws DamagedBzip2Exception when the data ended early
     */
    void requireNotPastEnd() throws DamagedBzip2Exception {
        if (held < padding) {
            throw new DamagedBzip2Exception("The bzip2 data ends early, the file is cut off");
        }
    }

    /** Whether whole bytes are left after the one that the last bit taken belongs to. */
    boolean hasMoreBytes() throws IOException {
        return held - padding >= 8 || start < end || fill();
    }

    /** Whole bytes taken so far. */
    long position() {
        return loaded - (end - start) - Math.max(held - padding, 0) / 8;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void load(int count) throws IOException {
        if (end - start >= Integer.BYTES) {
            bits = bits << 32 | ((int) INT.get(bytes, start) & 0xffffffffL);
            start += Integer.BYTES;
            held += 32;
            return;
        }
        while (held < count) {
            int next = 0;
            if (start < end || fill()) {
                next = bytes[start++] & 0xff;
            } else {
                requireNotPastEnd();
                padding += 8;
            }
            bits = bits << 8 | next;
            held += 8;
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(bytes, 0, bytes.length);
        if (read <= 0) {
            return false;
        }
        start = 0;
        end = read;
        loaded += read;
        return true;
    }
}
