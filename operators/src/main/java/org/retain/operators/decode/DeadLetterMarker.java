package org.retain.operators.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import org.retain.datasets.kafka.RawRecord;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;

/** What travels on in place of a refused record, so that its log position retires too. */
final class DeadLetterMarker {

    /** Value of the marker's field {@code dropped}. */
    static final String REASON = "dead-letter";

    /** Stands for a name that the record does not tell. */
    static final String UNKNOWN = "unknown";

    /** Longer keys are no names, and a marker is to be small. */
    static final int MAX_KEY_BYTES = 1024;

    private DeadLetterMarker() {}

    /** A marker with the record's position, and its key as the episode where that is a name. */
    static Segment of(RawRecord record) {
        return Segment.newBuilder()
                .setEnvironmentId(UNKNOWN)
                .setEpisodeId(episodeId(record.getKey()))
                .setSegmentIndex(0)
                .setFirstStep(0)
                .setLength(0)
                .setFirstOfEpisode(false)
                // Who acted is not known; rollouts are those whose positions somebody waits for.
                .setSource(SegmentSource.ROLLOUT)
                .setObservations(new ArrayList<>())
                .setBootstrapValid(false)
                .setTerminated(false)
                .setTruncated(false)
                .setStrata(new HashMap<>())
                .setPosition(
                        new LogPosition(
                                record.getTopic(), record.getPartition(), record.getOffset()))
                .setDropped(REASON)
                .build();
    }

    private static String episodeId(ByteBuffer key) {
        if (key == null || !key.hasRemaining() || key.remaining() > MAX_KEY_BYTES) {
            return UNKNOWN;
        }
        try {
            return UTF_8.newDecoder().decode(key.duplicate()).toString();
        } catch (CharacterCodingException e) {
            return UNKNOWN;
        }
    }
}
