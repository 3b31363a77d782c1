package org.retain.datasets.kafka;

import org.apache.kafka.common.serialization.Serializer;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentEncoding;

/**
 * Kafka value serialiser of {@link Segment}s, for producers outside Flink: {@code
 * value.serializer=org.retain.datasets.kafka.SegmentSerializer}. Key the record with the episode id
 * as UTF-8, so that an episode's segments stay in order.
 */
public final class SegmentSerializer implements Serializer<Segment> {

    private final SegmentEncoding encoding = new SegmentEncoding();

    @Override
    public byte[] serialize(String topic, Segment segment) {
        return segment == null ? null : encoding.encode(segment);
    }
}
