package org.retain.datasets.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.datasets.weights.WeightsAnnouncementEncoding;
import org.retain.datasets.weights.WeightsVersion;

/** Makes the Kafka record of an announcement: key, value and headers that tell it undecoded. */
public final class WeightsAnnouncementRecords {

    /** Header: the version, 16 hexadecimal digits, UTF-8. A repeated record has the same. */
    public static final String VERSION_HEADER = "retain.weights-version";

    private final WeightsAnnouncementEncoding encoding = new WeightsAnnouncementEncoding();

    /**
     * The record of an announcement, keyed by its policy.
     *
     * @throws org.retain.datasets.avro.InvalidRecordException when a field has no meaning
     */
    public ProducerRecord<byte[], byte[]> record(String topic, WeightsAnnouncement announcement) {
        byte[] value = encoding.encode(announcement);
        String version = new WeightsVersion(announcement.getVersion()).toString();
        RecordHeaders headers = new RecordHeaders();
        headers.add(new RecordHeader(VERSION_HEADER, version.getBytes(UTF_8)));
        byte[] key = announcement.getPolicyId().getBytes(UTF_8);
        return new ProducerRecord<>(topic, null, key, value, headers);
    }
}
