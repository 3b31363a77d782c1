package org.retain.datasets.kafka;

import org.apache.kafka.common.serialization.Serializer;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.datasets.weights.WeightsAnnouncementEncoding;

/**
 * Kafka value serialiser of {@link WeightsAnnouncement}s, for producers outside Flink: {@code
 * value.serializer=org.retain.datasets.kafka.WeightsAnnouncementSerializer}. Key the record with
 * the policy id as UTF-8, so that compaction keeps each policy's newest.
 */
public final class WeightsAnnouncementSerializer implements Serializer<WeightsAnnouncement> {

    private final WeightsAnnouncementEncoding encoding = new WeightsAnnouncementEncoding();

    @Override
    public byte[] serialize(String topic, WeightsAnnouncement announcement) {
        return announcement == null ? null : encoding.encode(announcement);
    }
}
