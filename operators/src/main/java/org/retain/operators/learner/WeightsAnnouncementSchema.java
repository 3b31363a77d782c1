package org.retain.operators.learner;

import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.retain.datasets.kafka.WeightsAnnouncementRecords;
import org.retain.datasets.weights.WeightsAnnouncement;

/**
 * Writes announcements to one topic, keyed by policy. Meant for a sink with at-least-once delivery:
 * a repeated record names the same weights, and the last one counts.
 */
public final class WeightsAnnouncementSchema
        implements KafkaRecordSerializationSchema<WeightsAnnouncement> {

    private static final long serialVersionUID = 1;

    private final String topic;

    private transient WeightsAnnouncementRecords records;

    public WeightsAnnouncementSchema(String topic) {
        this.topic = topic;
    }

    @Override
    public void open(
            SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        records = new WeightsAnnouncementRecords();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            WeightsAnnouncement announcement, KafkaSinkContext context, Long timestamp) {
        return records.record(topic, announcement);
    }
}
