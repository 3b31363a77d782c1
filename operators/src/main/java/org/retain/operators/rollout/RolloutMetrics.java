package org.retain.operators.rollout;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.worker.WorkerEnvironment;

/**
 * Metrics of rollouts, each below {@code <operator scope>.rollout} of a reader; those that concern
 * all readers also below the enumerator's scope on the JobManager. All count from the last restart.
 */
public final class RolloutMetrics {

    /** Group of all metrics of the station. */
    public static final String GROUP = "rollout";

    /** Steps taken by all slots. */
    public static final String STEPS = "steps";

    /** Steps in a second, mean over a minute. */
    public static final String STEPS_PER_SECOND = "stepsPerSecond";

    /** Segments handed on. */
    public static final String SEGMENTS = "segments";

    /** Episodes that have ended. */
    public static final String EPISODES = "episodes";

    /** Episodes among them that were lost with their worker process. */
    public static final String EPISODES_LOST = "episodesLost";

    /** Worker processes that failed and were replaced; where environments have such. */
    public static final String WORKER_RESTARTS = "workerRestarts";

    /** Segments in the log that the learner has not retired. */
    public static final String AHEAD = "ahead";

    /** Segments granted to readers and not in the log yet; on the JobManager only. */
    public static final String OUTSTANDING = "outstanding";

    /** Updates of the newest announced weights that the acting ones lack; 0 across restarts. */
    public static final String POLICY_LAG = "policyLag";

    /** Weights files loaded. */
    public static final String WEIGHTS_LOADS = "weightsLoads";

    /** Weights files that could not be used: missing, of another hash, or of another network. */
    public static final String WEIGHTS_FAILURES = "weightsFailures";

    /** 1 while the learner is silent and nobody may play, else 0. */
    public static final String PAUSED = "paused";

    private final MetricGroup group;
    private final Counter steps;
    private final Counter segments;
    private final Counter episodes;
    private final Counter lost;
    private final Counter loads;
    private final Counter failures;

    RolloutMetrics(
            MetricGroup parent, LongSupplier ahead, LongSupplier policyLag, LongSupplier paused) {
        group = parent.addGroup(GROUP);
        steps = group.counter(STEPS);
        group.meter(STEPS_PER_SECOND, new MeterView(steps));
        segments = group.counter(SEGMENTS);
        episodes = group.counter(EPISODES);
        lost = group.counter(EPISODES_LOST);
        loads = group.counter(WEIGHTS_LOADS);
        failures = group.counter(WEIGHTS_FAILURES);
        group.gauge(AHEAD, (Gauge<Long>) ahead::getAsLong);
        group.gauge(POLICY_LAG, (Gauge<Long>) policyLag::getAsLong);
        group.gauge(PAUSED, (Gauge<Long>) paused::getAsLong);
    }

    /** Those of the enumerator. */
    static void register(MetricGroup parent, RolloutCredits credits) {
        MetricGroup group = parent.addGroup(GROUP);
        group.gauge(AHEAD, (Gauge<Long>) credits::ahead);
        group.gauge(OUTSTANDING, (Gauge<Long>) credits::outstanding);
    }

    /** Those of an environment, where it has any. */
    void register(Environment environment) {
        if (environment instanceof WorkerEnvironment worker) {
            group.gauge(WORKER_RESTARTS, (Gauge<Long>) worker::restarts);
        }
    }

    void stepped(long taken) {
        steps.inc(taken);
    }

    void segment() {
        segments.inc();
    }

    void episode(String ending) {
        episodes.inc();
        if (ending.equals(Environment.WORKER_LOST)) {
            lost.inc();
        }
    }

    void loaded() {
        loads.inc();
    }

    void loadFailed() {
        failures.inc();
    }
}
