package org.retain.operators.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.retain.datasets.kafka.DeadLetter;
import org.retain.datasets.kafka.RawRecord;

/**
 * Writes a refused record, key and value as they were, to its topic's dead-letter topic; headers
 * say why and where it came from.
 */
public final class DeadLetterSchema implements KafkaRecordSerializationSchema<DeadLetter> {

    /** What follows the name of a topic in the name of its dead-letter topic. */
    public static final String TOPIC_SUFFIX = ".dead-letter";

    /** Header: why the record was refused, UTF-8. */
    public static final String REASON_HEADER = "retain.reason";

    /** Header: {@code topic-partition@offset} of the refused record, UTF-8. */
    public static final String POSITION_HEADER = "retain.position";

    private static final long serialVersionUID = 1;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        RawRecord record = letter.getRecord();
        RecordHeaders headers = new RecordHeaders();
        headers.add(REASON_HEADER, letter.getReason().getBytes(UTF_8));
        headers.add(
                POSITION_HEADER,
                "%s-%d@%d"
                        .formatted(record.getTopic(), record.getPartition(), record.getOffset())
                        .getBytes(UTF_8));
        return new ProducerRecord<>(
                record.getTopic() + TOPIC_SUFFIX,
                null,
                bytes(record.getKey()),
                bytes(record.getValue()),
                headers);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
