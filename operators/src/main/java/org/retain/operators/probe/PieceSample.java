package org.retain.operators.probe;

import java.util.Arrays;
import org.retain.datasets.segment.Segment;

/**
 * Which pieces of episodes a probe plays, and which of their segments count: pieces at even
 * distances in the order of episodes and time, so that long episodes have more of them and late
 * play as many as early play; each but an episode's first begins with segments that do not count.
 *
 * @param piece segments of a piece; 0 for whole episodes
 * @param burnIn segments at the start of a piece that do not count
 */
record PieceSample(int piece, int burnIn) {

    /**
     * Chooses pieces.
     *
     * @param counts segments of each piece, in order
     * @param wanted segments that are to count; 0 for all pieces
     * @return indices, ascending
     */
    int[] choose(int[] counts, long wanted) {
        long each = Math.max(1, piece - burnIn);
        long number = wanted == 0 ? counts.length : (wanted + each - 1) / each;
        int chosen = (int) Math.min(counts.length, number);
        int[] indices = new int[chosen];
        Arrays.setAll(indices, i -> (int) ((2L * i + 1) * counts.length / (2L * chosen)));
        return indices;
    }

    /** Whether a segment counts. */
    boolean counts(Segment segment) {
        int index = segment.getSegmentIndex();
        return piece == 0 || index < piece || index % piece >= burnIn;
    }
}
