package org.retain.jobs;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes bytes to one topic, without key. The record's time is the producer's: figures that a
 * station emits at the end of time carry a timestamp that Kafka refuses.
 */
final class ValueSchema implements KafkaRecordSerializationSchema<byte[]> {

    private static final long serialVersionUID = 1;

    private final String topic;

    ValueSchema(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            byte[] value, KafkaSinkContext context, Long timestamp) {
        return new ProducerRecord<>(topic, value);
    }
}
