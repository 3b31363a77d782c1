package org.retain.operators.rollout;

import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.kafka.EpisodeRecords;

/** Writes summaries of episodes to one topic, keyed by episode. */
public final class EpisodeRecordSchema implements KafkaRecordSerializationSchema<Episode> {

    private static final long serialVersionUID = 1;

    private final String topic;

    private transient EpisodeRecords records;

    public EpisodeRecordSchema(String topic) {
        this.topic = topic;
    }

    @Override
    public void open(
            SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        records = new EpisodeRecords();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Episode episode, KafkaSinkContext context, Long timestamp) {
        return records.record(topic, episode);
    }
}
