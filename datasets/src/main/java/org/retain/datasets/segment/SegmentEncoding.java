package org.retain.datasets.segment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;

/**
 * Encodes a {@link Segment} as one Avro single-object message: the bytes C3 01, the schema's
 * fingerprint (CRC-64-AVRO, little-endian), then the record. Not thread-safe.
 */
public final class SegmentEncoding {

    private static final SpecificData MODEL = new Segment().getSpecificData();

    private final BinaryMessageEncoder<Segment> encoder =
            new BinaryMessageEncoder<>(MODEL, Segment.getClassSchema());
    private final BinaryMessageDecoder<Segment> decoder =
            new BinaryMessageDecoder<>(MODEL, Segment.getClassSchema());
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
     * Decodes a message.
     *
     * @throws InvalidSegmentException when the bytes are no single-object message, are of a schema
     *     that this build does not know, or end early
     */
    public Segment decode(byte[] message) {
        try {
            return decoder.decode(message);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new InvalidSegmentException(
                    "%d bytes are not a Segment in Avro single-object encoding: %s"
                            .formatted(message.length, e.getMessage()),
                    e);
        }
    }
}
