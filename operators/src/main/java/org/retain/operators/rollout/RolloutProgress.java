package org.retain.operators.rollout;

import java.util.List;

/**
 * The enumerator's checkpoint.
 *
 * @param nextIndex of the next actor that has no split yet
 * @param finishedBefore announcements before this offset that say finished are of an earlier run
 * @param millis time that the job has played
 * @param unassigned splits that no actor has
 */
record RolloutProgress(
        int nextIndex, long finishedBefore, long millis, List<RolloutSplit> unassigned) {

    /** {@code finishedBefore} as long as the log has not been read. */
    static final long UNKNOWN = -1;

    /** Nothing has happened. */
    static final RolloutProgress START = new RolloutProgress(0, UNKNOWN, 0, List.of());
}
