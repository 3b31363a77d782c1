package org.retain.operators.learner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.retain.datasets.kafka.WeightsAnnouncementDeserializer;
import org.retain.datasets.weights.TestingAnnouncements;
import org.retain.datasets.weights.WeightsAnnouncement;

/** Tests for {@link WeightsAnnouncementSchema}. */
class WeightsAnnouncementSchemaTest {

    @Test
    void writesARecordThatTheDeserialiserReads() throws Exception {
        WeightsAnnouncement announcement = TestingAnnouncements.announcement("student", 17);
        WeightsAnnouncementSchema schema =
                InstantiationUtil.clone(new WeightsAnnouncementSchema("retain.weights"));
        schema.open(null, null);

        ProducerRecord<byte[], byte[]> record = schema.serialize(announcement, null, null);

        assertThat(record.topic()).isEqualTo("retain.weights");
        assertThat(record.key()).isEqualTo("student".getBytes(UTF_8));
        assertThat(new WeightsAnnouncementDeserializer().deserialize("", record.value()))
                .isEqualTo(announcement);
    }
}
