package org.retain.datasets.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentEncoding;

/** Makes the Kafka record of a segment: key, value and the headers that route it undecoded. */
public final class SegmentRecords {

    /** Header: DEMONSTRATION, ROLLOUT or EVALUATION, UTF-8. */
    public static final String SOURCE_HEADER = "retain.source";

    /** Header: the environment's id, UTF-8. */
    public static final String ENVIRONMENT_HEADER = "retain.environment";

    private final SegmentEncoding encoding = new SegmentEncoding();

    /** The record of a segment, keyed by its episode. */
    public ProducerRecord<byte[], byte[]> record(String topic, Segment segment) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(new RecordHeader(SOURCE_HEADER, segment.getSource().name().getBytes(UTF_8)));
        headers.add(
                new RecordHeader(ENVIRONMENT_HEADER, segment.getEnvironmentId().getBytes(UTF_8)));
        byte[] key = segment.getEpisodeId().getBytes(UTF_8);
        return new ProducerRecord<>(topic, null, key, encoding.encode(segment), headers);
    }
}
