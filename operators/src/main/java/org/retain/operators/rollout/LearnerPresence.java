package org.retain.operators.rollout;

import java.time.Duration;
import org.apache.flink.util.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the learner still announces, and whether that keeps anybody from playing; says so once.
 */
final class LearnerPresence {

    private static final Logger LOG = LoggerFactory.getLogger(LearnerPresence.class);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final long NO_RECORD = -1;

    private final String policyId;
    private final boolean hasInitialWeights;
    private final Clock clock;

    private long record = NO_RECORD;
    private long since;
    private boolean paused;

    /**
     * A learner that was present just now.
     *
     * @param hasInitialWeights whether play can begin without an announcement
     */
    LearnerPresence(String policyId, boolean hasInitialWeights, Clock clock) {
        this.policyId = policyId;
        this.hasInitialWeights = hasInitialWeights;
        this.clock = clock;
        since = clock.relativeTimeMillis();
    }

    /** The newest announcement has this offset. */
    void announced(long offset) {
        if (offset != record) {
            record = offset;
            since = clock.relativeTimeMillis();
        }
    }

    /**
     * Judges after a look at the log.
     *
     * @param exhausted whether nobody may play before the learner retires segments
     * @return whether play pauses because the learner is silent
     */
    boolean pauses(boolean exhausted, long ahead) {
        boolean stuck = exhausted || record == NO_RECORD && !hasInitialWeights;
        boolean now = stuck && clock.relativeTimeMillis() - since > SILENCE.toMillis();
        if (now && !paused) {
            LOG.warn(
                    "Rollouts pause: the learner of policy {} has announced nothing for {} s ({}); start or restore FineTuneJob with the same policy-id, rollouts go on by themselves",
                    policyId,
                    SILENCE.toSeconds(),
                    record == NO_RECORD
                            ? "no weights to play with"
                            : ahead + " segments are not retired");
        } else if (!now && paused) {
            LOG.info("Rollouts go on: the learner of policy {} announces again", policyId);
        }
        paused = now;
        return paused;
    }
}
