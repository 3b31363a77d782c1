package org.retain.datasets.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.retain.datasets.weights.TestingAnnouncements.announcement;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.retain.datasets.weights.WeightsAnnouncement;

/** Tests for {@link WeightsAnnouncementRecords} and the serialisers. */
class WeightsAnnouncementRecordsTest {

    private final WeightsAnnouncementDeserializer deserializer =
            new WeightsAnnouncementDeserializer();

    @Test
    void keysByPolicyAndNamesTheVersionInAHeader() {
        WeightsAnnouncement announcement = announcement("student", 17);

        ProducerRecord<byte[], byte[]> record =
                new WeightsAnnouncementRecords().record("retain.weights", announcement);

        assertThat(record.topic()).isEqualTo("retain.weights");
        assertThat(record.key()).isEqualTo("student".getBytes(UTF_8));
        assertThat(record.headers().lastHeader(WeightsAnnouncementRecords.VERSION_HEADER).value())
                .isEqualTo("7abcdef100000011".getBytes(UTF_8));
        assertThat(deserializer.deserialize("retain.weights", record.value()))
                .isEqualTo(announcement);
    }

    @Test
    void serialisersAgreeAndPassTombstones() {
        WeightsAnnouncement announcement = announcement("student", 17);
        WeightsAnnouncementSerializer serializer = new WeightsAnnouncementSerializer();

        assertThat(deserializer.deserialize("w", serializer.serialize("w", announcement)))
                .isEqualTo(announcement);
        assertThat(serializer.serialize("w", null)).isNull();
        assertThat(deserializer.deserialize("w", null)).isNull();
    }

    @Test
    void namesTheTopicOfWhatIsNoAnnouncement() {
        assertThatThrownBy(
                        () -> deserializer.deserialize("retain.weights", "poison".getBytes(UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("retain.weights")
                .hasMessageContaining("6 bytes")
                .hasMessageContaining("WeightsAnnouncementSerializer");
    }
}
