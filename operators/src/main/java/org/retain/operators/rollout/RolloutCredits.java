package org.retain.operators.rollout;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Says how many segments each reader may start, so that those which are not retired never exceed a
 * limit: in the log and not retired (ahead), or granted and not yet in the log (outstanding).
 *
 * <pre>
 * ahead + outstanding ≤ max-ahead,  outstanding = granted − (written now − written at the start)
 * </pre>
 *
 * <p>What is read of the log may be old: records that have come since count as outstanding, and
 * retirement only helps. The sum needs one job per topic: records of another would pass for ours.
 * In lock-step the limit is one batch, and nothing is granted before all that was has been written.
 *
 * <p>A grant goes to the readers that have the fewest segments left to start, so a slow one hoards
 * none.
 */
final class RolloutCredits {

    private final long limit;
    private final boolean lockStep;
    private final long[] granted;
    private final long[] started;

    private boolean counting;
    private long writtenAtStart;
    private long ahead;
    private long outstanding;

    RolloutCredits(RolloutSettings settings, int readers) {
        lockStep = settings.lockStep();
        limit = lockStep ? settings.batch() : settings.maxAhead();
        granted = new long[readers];
        started = new long[readers];
    }

    /** Forgets all grants: what readers still held of them is void. */
    void stop() {
        counting = false;
    }

    /** Whether grants are counted. */
    boolean isCounting() {
        return counting;
    }

    /** Starts counting with readers that hold no grants. */
    void start(LogPositions log) {
        Arrays.fill(granted, 0);
        Arrays.fill(started, 0);
        writtenAtStart = log.written();
        counting = true;
    }

    /** A reader has started so many segments since counting began. */
    void started(int reader, long segments) {
        started[reader] = segments;
    }

    /**
     * Grants what may be granted at this state of the log.
     *
     * @return further segments that each reader may start
     * @throws IllegalStateException when nothing is being counted
     */
    long[] grant(LogPositions log) {
        look(log);
        boolean waits = lockStep && outstanding > 0;
        long free = waits ? 0 : Math.max(0, limit - ahead - outstanding);
        outstanding += free;
        return distribute(free);
    }

    /** Looks at the log and grants nothing. */
    void look(LogPositions log) {
        if (!counting) {
            throw new IllegalStateException("Grants are not being counted");
        }
        ahead = log.ahead();
        long produced = log.written() - writtenAtStart;
        outstanding = Math.max(0, Arrays.stream(granted).sum() - produced);
    }

    /** Segments in the log that were not retired at the last look. */
    long ahead() {
        return ahead;
    }

    /** Segments granted and not yet in the log. */
    long outstanding() {
        return outstanding;
    }

    /** Whether nobody has anything to play until the learner retires segments. */
    boolean isExhausted() {
        return counting && outstanding == 0 && ahead >= limit;
    }

    private long[] distribute(long free) {
        long[] before = granted.clone();
        for (long left = free; left > 0; ) {
            long least =
                    IntStream.range(0, granted.length).mapToLong(this::held).min().orElseThrow();
            int[] poorest =
                    IntStream.range(0, granted.length).filter(r -> held(r) == least).toArray();
            long gap =
                    IntStream.range(0, granted.length)
                            .mapToLong(r -> held(r) - least)
                            .filter(more -> more > 0)
                            .min()
                            .orElse(Long.MAX_VALUE);
            long each = Math.max(1, Math.min(gap, left / poorest.length));
            for (int i = 0; i < poorest.length && left > 0; i++) {
                granted[poorest[i]] += each;
                left -= each;
            }
        }
        return IntStream.range(0, granted.length).mapToLong(r -> granted[r] - before[r]).toArray();
    }

    private long held(int reader) {
        return granted[reader] - started[reader];
    }
}
