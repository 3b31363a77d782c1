package org.retain.datasets.avro;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding over an array, for bytes from outside: no announced length or count is
 * believed beyond the bytes that are left, so a damaged message cannot make the reader allocate
 * more than a small multiple of the message. (Avro's own decoder allocates whatever is announced.)
 * Byte fields are views of the array, not copies.
 */
final class BoundedDecoder extends Decoder {

    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] message;
    private int position;

    BoundedDecoder(byte[] message, int position) {
        this.message = message;
        this.position = position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        return message[advance(1)] == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new IOException("Number %d at byte %d is no int".formatted(value, position));
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long bits = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            byte next = message[advance(1)];
            bits |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new IOException("Number before byte %d is too long".formatted(position));
    }

    @Override
    public float readFloat() throws IOException {
        return little(advance(Float.BYTES)).getFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return little(advance(Double.BYTES)).getDouble();
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = bounded(readLong());
        return new String(message, advance(length), length, UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        advance(bounded(readLong()));
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        int length = bounded(readLong());
        return ByteBuffer.wrap(message, advance(length), length).slice();
    }

    @Override
    public void skipBytes() throws IOException {
        skipString();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        System.arraycopy(message, advance(length), bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        advance(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        long count = readLong();
        if (count < 0) {
            readLong();
            count = -count;
        }
        return bounded(count);
    }

    @Override
    public long arrayNext() throws IOException {
        return readArrayStart();
    }

    @Override
    public long skipArray() throws IOException {
        long count = readLong();
        while (count < 0) {
            advance(bounded(readLong()));
            count = readLong();
        }
        return bounded(count);
    }

    @Override
    public long readMapStart() throws IOException {
        return readArrayStart();
    }

    @Override
    public long mapNext() throws IOException {
        return readArrayStart();
    }

    @Override
    public long skipMap() throws IOException {
        return skipArray();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    private int bounded(long announced) throws IOException {
        int left = message.length - position;
        if (announced < 0 || announced > left) {
            throw new EOFException(
                    "%d bytes or items are announced at byte %d, %d bytes are left"
                            .formatted(announced, position, left));
        }
        return (int) announced;
    }

    private int advance(int bytes) throws IOException {
        int start = position;
        position += bounded(bytes);
        return start;
    }

    private ByteBuffer little(int start) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).position(start);
    }
}
