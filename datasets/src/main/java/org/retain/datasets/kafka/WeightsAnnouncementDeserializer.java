package org.retain.datasets.kafka;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.retain.datasets.avro.InvalidRecordException;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.datasets.weights.WeightsAnnouncementEncoding;

/**
 * Kafka value deserialiser of {@link WeightsAnnouncement}s, for consumers outside Flink. A value
 * that is no announcement raises {@link SerializationException}, which names the topic; skip the
 * record or stop.
 */
public final class WeightsAnnouncementDeserializer implements Deserializer<WeightsAnnouncement> {

    private final WeightsAnnouncementEncoding encoding = new WeightsAnnouncementEncoding();

    @Override
    public WeightsAnnouncement deserialize(String topic, byte[] value) {
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
