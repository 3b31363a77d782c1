package org.retain.datasets.kafka;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.retain.datasets.avro.InvalidRecordException;
import org.retain.datasets.avro.SingleObjectEncoding;
import org.retain.datasets.episode.Episode;

/**
 * Kafka value deserialiser of {@link Episode}s, for consumers outside Flink. A value that is no
 * summary raises {@link SerializationException}, which names the topic; skip the record or stop.
 */
public final class EpisodeDeserializer implements Deserializer<Episode> {

    private final SingleObjectEncoding<Episode> encoding =
            new SingleObjectEncoding<>(new Episode());

    @Override
    public Episode deserialize(String topic, byte[] value) {
        if (value == null) {
            return null;
        }
        try {
            return encoding.decode(value);
        } catch (InvalidRecordException e) {
            throw new SerializationException("Topic " + topic + ": " + e.getMessage(), e);
        }
    }
}
