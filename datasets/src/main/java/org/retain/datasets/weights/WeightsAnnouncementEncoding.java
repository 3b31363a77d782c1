package org.retain.datasets.weights;

import java.util.List;
import java.util.regex.Pattern;
import org.retain.datasets.avro.InvalidRecordException;
import org.retain.datasets.avro.SingleObjectEncoding;
import org.retain.datasets.segment.LogPosition;

/**
 * Encodes a {@link WeightsAnnouncement} as one Avro single-object message, and refuses one, in both
 * directions, that no reader could act upon. Not thread-safe.
 */
public final class WeightsAnnouncementEncoding {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final SingleObjectEncoding<WeightsAnnouncement> encoding =
            new SingleObjectEncoding<>(new WeightsAnnouncement());

    /**
     * Encodes an announcement.
     *
     * @throws InvalidRecordException when a field has no meaning
     */
    public byte[] encode(WeightsAnnouncement announcement) {
        check(announcement);
        return encoding.encode(announcement);
    }

    /**
     * Decodes a message.
     *
     * @throws InvalidRecordException when the bytes are no announcement that this build can read,
     *     or a field has no meaning
     */
    public WeightsAnnouncement decode(byte[] message) {
        WeightsAnnouncement announcement = encoding.decode(message);
        check(announcement);
        return announcement;
    }

    private static void check(WeightsAnnouncement announcement) {
        require(!announcement.getPolicyId().isBlank(), "policyId", "a name", "nothing");
        require(announcement.getVersion() >= 0, "version", "0 or more", announcement.getVersion());
        require(announcement.getUpdates() >= 0, "updates", "0 or more", announcement.getUpdates());
        require(!announcement.getUri().isBlank(), "uri", "where the file lies", "nothing");
        require(
                SHA256.matcher(announcement.getSha256()).matches(),
                "sha256",
                "64 lower-case hexadecimal digits",
                announcement.getSha256());
        List<LogPosition> retired = announcement.getRetired();
        for (LogPosition position : retired) {
            require(
                    !position.getTopic().isBlank()
                            && position.getPartition() >= 0
                            && position.getOffset() >= 0,
                    "retired",
                    "a topic, a partition from 0 and an offset from 0",
                    position);
        }
    }

    private static void require(boolean met, String field, String expected, Object found) {
        if (!met) {
            throw new InvalidRecordException(
                    "Field %s of a WeightsAnnouncement is %s, expected %s"
                            .formatted(field, found, expected));
        }
    }
}
