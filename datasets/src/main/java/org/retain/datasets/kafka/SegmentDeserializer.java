package org.retain.datasets.kafka;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.retain.datasets.segment.InvalidSegmentException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentEncoding;

/**
 * Kafka value deserialiser of {@link Segment}s, for consumers outside Flink. A value that is no
 * segment raises {@link SerializationException}, which names the topic; skip the record or stop.
 */
public final class SegmentDeserializer implements Deserializer<Segment> {

    private final SegmentEncoding encoding = new SegmentEncoding();

    @Override
    public Segment deserialize(String topic, byte[] value) {
        if (value == null) {
            return null;
        }
        try {
            return encoding.decode(value);
        } catch (InvalidSegmentException e) {
            throw new SerializationException("Topic " + topic + ": " + e.getMessage(), e);
        }
    }
}
