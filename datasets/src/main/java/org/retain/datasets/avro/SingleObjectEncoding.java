package org.retain.datasets.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Encodes records of one type as Avro single-object messages: the bytes C3 01, the schema's
 * fingerprint (CRC-64-AVRO, little-endian), then the record. Decoding is safe on any bytes. Not
 * thread-safe.
 *
 * <pre>{@code
 * SingleObjectEncoding<Segment> encoding = new SingleObjectEncoding<>(new Segment());
 * }</pre>
 *
 * @param <T> type of the records, generated from its schema
 */
public final class SingleObjectEncoding<T extends SpecificRecordBase> {

    private static final short MARKER = (short) 0xC301;
    private static final int HEADER_BYTES = Short.BYTES + Long.BYTES;

    private final String type;
    private final long fingerprint;
    private final BinaryMessageEncoder<T> encoder;
    private final SpecificDatumReader<T> reader;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    /** An encoding of the records of the type of {@code example}, which may be empty. */
    public SingleObjectEncoding(T example) {
        Schema schema = example.getSchema();
        SpecificData model = example.getSpecificData();
        type = schema.getName();
        fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        encoder = new BinaryMessageEncoder<>(model, schema);
        reader = new SpecificDatumReader<>(schema, schema, model);
    }

    /** Encodes a record. */
    public byte[] encode(T value) {
        buffer.reset();
        try {
            encoder.encode(value, buffer);
        } catch (IOException e) {
            throw new AssertionError("Writing to memory failed", e);
        }
        return buffer.toByteArray();
    }

    /**
     * Decodes a message. The record's byte fields are views of the message, which must not change
     * afterwards.
     *
     * @throws InvalidRecordException when the bytes are no single-object message, are of a schema
     *     that this build does not know, or are damaged
     */
    public T decode(byte[] message) {
        requireHeader(message);
        try {
            return reader.read(null, new BoundedDecoder(message, HEADER_BYTES));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new InvalidRecordException(
                    "Damaged %s of %d bytes: %s".formatted(type, message.length, e.getMessage()),
                    e);
        }
    }

    private void requireHeader(byte[] message) {
        if (message.length < HEADER_BYTES || ByteBuffer.wrap(message).getShort() != MARKER) {
            throw new InvalidRecordException(
                    "%d bytes without the header C3 01 of Avro's single-object encoding, expected a %s; encode it with %sSerializer"
                            .formatted(message.length, type, type));
        }
        long found = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong(Short.BYTES);
        if (found != fingerprint) {
            throw new InvalidRecordException(
                    "Unknown schema %016x, this build reads %s %016x; write and read with the same release"
                            .formatted(found, type, fingerprint));
        }
    }
}
