package org.retain.operators.rollout;

import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * To a reader, at each look at the log.
 *
 * @param segments that may start beyond those granted before
 * @param weights the newest announcement; null when there is none
 * @param exactly whether the segments must wait until these weights are loaded
 * @param finished whether no more segments are to start
 * @param ahead segments in the log that are not retired
 * @param paused whether play has stopped because the learner is silent
 */
record GrantEvent(
        long segments,
        Weights weights,
        boolean exactly,
        boolean finished,
        long ahead,
        boolean paused)
        implements SourceEvent {

    private static final long serialVersionUID = 1;

    /** The same, granting so many segments. */
    GrantEvent granting(long more) {
        return new GrantEvent(more, weights, exactly, finished, ahead, paused);
    }

    /**
     * Announced weights.
     *
     * @param record offset of the announcement: a repeated one has another
     */
    record Weights(long version, String uri, String sha256, long record) implements Serializable {

        private static final long serialVersionUID = 1;
    }
}
