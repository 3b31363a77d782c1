package org.retain.operators.decode;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Metrics of the decode station, in the operator's scope, e.g. {@code
 * <host>.taskmanager.<id>.<job>.decode.<subtask>.deadLetters}.
 */
public final class DecodeMetrics {

    /** Counter: records that became segments. */
    public static final String SEGMENTS = "segments";

    /** Counter: records that were refused. */
    public static final String DEAD_LETTERS = "deadLetters";

    private final Counter segments;
    private final Counter deadLetters;

    DecodeMetrics(MetricGroup group) {
        segments = group.counter(SEGMENTS);
        deadLetters = group.counter(DEAD_LETTERS);
    }

    void decoded() {
        segments.inc();
    }

    void refused() {
        deadLetters.inc();
    }
}
