package org.retain.operators.feed;

import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.retain.datasets.kafka.SegmentRecords;
import org.retain.datasets.segment.Segment;

/** Writes segments to one topic, keyed by episode. */
public final class SegmentRecordSchema implements KafkaRecordSerializationSchema<Segment> {

    private static final long serialVersionUID = 1;

    private final String topic;

    private transient SegmentRecords records;

    public SegmentRecordSchema(String topic) {
        this.topic = topic;
    }

    @Override
    public void open(
            SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        records = new SegmentRecords();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Segment segment, KafkaSinkContext context, Long timestamp) {
        return records.record(topic, segment);
    }
}
