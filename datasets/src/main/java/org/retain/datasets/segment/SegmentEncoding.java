package org.retain.datasets.segment;

import org.retain.datasets.avro.InvalidRecordException;
import org.retain.datasets.avro.SingleObjectEncoding;

/**
 * Encodes a {@link Segment} as one Avro single-object message: the bytes C3 01, the schema's
 * fingerprint (CRC-64-AVRO, little-endian), then the record. Decoding is safe on any bytes. Not
 * thread-safe.
 */
public final class SegmentEncoding {

    private final SingleObjectEncoding<Segment> encoding =
            new SingleObjectEncoding<>(new Segment());

    /** Encodes a segment. */
    public byte[] encode(Segment segment) {
        return encoding.encode(segment);
    }

    /**
     * Decodes a message. The segment's tensors are views of the message, which must not change
     * afterwards.
     *
     * @throws InvalidSegmentException when the bytes are no single-object message, are of a schema
     *     that this build does not know, or are damaged
     */
    public Segment decode(byte[] message) {
        try {
            return encoding.decode(message);
        } catch (InvalidRecordException e) {
            throw new InvalidSegmentException(e.getMessage(), e);
        }
    }
}
