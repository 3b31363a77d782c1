package org.retain.datasets.segment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Encodes a {@link Segment} as one Avro single-object message: the bytes C3 01, the schema's
 * fingerprint (CRC-64-AVRO, little-endian), then the record. Decoding is safe on any bytes. Not
 * thread-safe.
 */
public final class SegmentEncoding {

    private static final SpecificData MODEL = new Segment().getSpecificData();
    private static final short MARKER = (short) 0xC301;
    private static final int HEADER_BYTES = Short.BYTES + Long.BYTES;
    private static final long FINGERPRINT =
            SchemaNormalization.parsingFingerprint64(Segment.getClassSchema());

    private final BinaryMessageEncoder<Segment> encoder =
            new BinaryMessageEncoder<>(MODEL, Segment.getClassSchema());
    private final SpecificDatumReader<Segment> reader =
            new SpecificDatumReader<>(Segment.getClassSchema(), Segment.getClassSchema(), MODEL);
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    /** Encodes a segment. */
    public byte[] encode(Segment segment) {
        buffer.reset();
        try {
            encoder.encode(segment, buffer);
        } catch (IOException e) {
            throw new AssertionError("Writing to memory failed", e);
        }
        return buffer.toByteArray();
    }

    /**
     * Decodes a message. The segment's tensors are views of the message, which must not change
     * afterwards.
     *
     * @throws InvalidSegmentException when the bytes are no single-object message, are of a schema
     *     that this build does not know, or are damaged
     */
    public Segment decode(byte[] message) {
        requireHeader(message);
        try {
            return reader.read(null, new BoundedDecoder(message, HEADER_BYTES));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new InvalidSegmentException(
                    "Damaged Segment of %d bytes: %s".formatted(message.length, e.getMessage()), e);
        }
    }

    private static void requireHeader(byte[] message) {
        if (message.length < HEADER_BYTES || ByteBuffer.wrap(message).getShort() != MARKER) {
            throw new InvalidSegmentException(
                    "%d bytes without the header C3 01 of Avro's single-object encoding; encode segments with SegmentSerializer"
                            .formatted(message.length));
        }
        long fingerprint =
                ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong(Short.BYTES);
        if (fingerprint != FINGERPRINT) {
            throw new InvalidSegmentException(
                    "Unknown schema %016x, this build reads Segment %016x; write and read with the same release"
                            .formatted(fingerprint, FINGERPRINT));
        }
    }
}
