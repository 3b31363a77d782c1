package org.retain.datasets.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.retain.datasets.avro.SingleObjectEncoding;
import org.retain.datasets.episode.Episode;

/** Makes the Kafka record of an episode's summary: Avro single-object encoding, and headers. */
public final class EpisodeRecords {

    private final SingleObjectEncoding<Episode> encoding =
            new SingleObjectEncoding<>(new Episode());

    /** The record of a summary, keyed by its episode, with the headers of a segment. */
    public ProducerRecord<byte[], byte[]> record(String topic, Episode episode) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(
                new RecordHeader(
                        SegmentRecords.SOURCE_HEADER, episode.getSource().name().getBytes(UTF_8)));
        headers.add(
                new RecordHeader(
                        SegmentRecords.ENVIRONMENT_HEADER,
                        episode.getEnvironmentId().getBytes(UTF_8)));
        byte[] key = episode.getEpisodeId().getBytes(UTF_8);
        return new ProducerRecord<>(topic, null, key, encoding.encode(episode), headers);
    }
}
