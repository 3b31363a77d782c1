package org.retain.datasets.ttyrec;

import io.airlift.compress.bzip2.BZip2HadoopStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Puts ttyrec3 recordings together record by record, sound ones and others. */
public final class TestingTtyrecWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int seconds = 1_795_000_000;
    private int microseconds;

    /** Terminal output. */
    public TestingTtyrecWriter output(String text) {
        return record(0, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A key. */
    public TestingTtyrecWriter key(int key) {
        return record(1, (byte) key);
    }

    /** A score. */
    public TestingTtyrecWriter score(int score) {
        return record(
                2, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(score).array());
    }

    /** Sets the time of the records to come. */
    public TestingTtyrecWriter time(int seconds, int microseconds) {
        this.seconds = seconds;
        this.microseconds = microseconds;
        return this;
    }

    /** Any record. */
    public TestingTtyrecWriter record(int channel, byte... payload) {
        return header(channel, payload.length).raw(payload);
    }

    /** A record's header alone. */
    public TestingTtyrecWriter header(int channel, int length) {
        ByteBuffer header = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(seconds).putInt(microseconds).putInt(length).put((byte) channel);
        return raw(header.array());
    }

    /** Bytes as they are. */
    public TestingTtyrecWriter raw(byte... raw) {
        bytes.writeBytes(raw);
        return this;
    }

    /** The records so far. */
    public byte[] records() {
        return bytes.toByteArray();
    }

    /** The records so far as a file. */
    public byte[] compressed() {
        return compress(records());
    }

    /** Compresses any bytes. */
    public static byte[] compress(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new BZip2HadoopStreams().createOutputStream(compressed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
