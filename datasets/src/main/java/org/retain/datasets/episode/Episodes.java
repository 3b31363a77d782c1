package org.retain.datasets.episode;

import java.io.Closeable;
import java.io.IOException;
import org.retain.datasets.segment.Segment;

/** Recorded episodes in a fixed order, each a sequence of segments. */
public interface Episodes extends Closeable {

    /** Number of segments of each episode, in order. */
    int[] segmentCounts();

    /** Digest of what the episodes are and in which order: progress is valid only with the same. */
    String fingerprint();

    /** One segment; reading an episode forwards is cheap. */
    Segment read(int episode, int segment) throws IOException;
}
