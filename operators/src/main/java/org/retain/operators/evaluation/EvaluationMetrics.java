package org.retain.operators.evaluation;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Metrics of a subtask that plays, in the source's scope, e.g. {@code
 * <host>.taskmanager.<id>.<job>.play.<subtask>.steps}.
 */
final class EvaluationMetrics {

    /** Counter: steps taken since the start of this attempt. */
    static final String STEPS = "steps";

    /** Counter: episodes ended since the start of this attempt. */
    static final String EPISODES = "episodes";

    private final Counter steps;
    private final Counter episodes;

    EvaluationMetrics(MetricGroup group) {
        steps = group.counter(STEPS);
        episodes = group.counter(EPISODES);
    }

    void steps(long count) {
        steps.inc(count);
    }

    void episode() {
        episodes.inc();
    }
}
