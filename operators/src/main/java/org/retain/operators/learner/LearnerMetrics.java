package org.retain.operators.learner;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.accumulators.DoubleCounter;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Metrics of the learner, each below {@code <operator scope>.learner}: the totals here, and one
 * gauge for each figure of an update (loss, gradient_norm, retention_coefficient and so on, as they
 * stand in the metrics topic), which shows the latest.
 */
public final class LearnerMetrics {

    /** Group of all metrics of the learner. */
    public static final String GROUP = "learner";

    /** Updates applied. */
    public static final String UPDATES = "updates";

    /** Updates skipped because one of their numbers was not finite. */
    public static final String SKIPPED = "skippedUpdates";

    /** Steps in applied updates. */
    public static final String FRAMES = "frames";

    /** Where the network computes. */
    public static final String DEVICE = "device";

    /** Accumulators of the job, by which a client follows it: updates, frames, and figures. */
    private final LongCounter updates = new LongCounter();

    private final LongCounter frames = new LongCounter();
    private final Map<String, DoubleCounter> followed = new LinkedHashMap<>();
    private final Training training;
    private final MetricGroup group;
    private final FigureMeans figures;

    /** Figures among the accumulators, 0 where there is none or it is no number. */
    private static final List<String> FOLLOWED =
            List.of(
                    PolicyAgent.LOSS,
                    DistillationTerm.RETENTION_LOSS,
                    DistillationTerm.COEFFICIENT,
                    HeldOutValidation.ACCURACY,
                    HeldOutValidation.CROSS_ENTROPY);

    private final Set<String> registered = new HashSet<>();

    LearnerMetrics(
            RuntimeContext context,
            MetricGroup operator,
            Training training,
            FigureMeans figures,
            String device) {
        group = operator.addGroup(GROUP);
        this.training = training;
        this.figures = figures;
        context.addAccumulator(UPDATES, updates);
        context.addAccumulator(FRAMES, frames);
        for (String name : FOLLOWED) {
            followed.put(name, new DoubleCounter());
            context.addAccumulator(name, followed.get(name));
        }
        group.gauge(UPDATES, (Gauge<Long>) training::applied);
        group.gauge(SKIPPED, (Gauge<Long>) training::skipped);
        group.gauge(FRAMES, (Gauge<Long>) training::frames);
        group.gauge(DEVICE, (Gauge<String>) () -> device);
    }

    /** Shows what an update or validation brought; registers a gauge for each new figure. */
    void update() {
        updates.resetLocal();
        updates.add(training.applied());
        frames.resetLocal();
        frames.add(training.frames());
        followed.forEach(
                (name, counter) -> {
                    counter.resetLocal();
                    double latest = figures.latest(name);
                    counter.add(Double.isNaN(latest) ? 0 : latest);
                });
        for (String name : figures.names()) {
            if (registered.add(name)) {
                group.gauge(name, (Gauge<Double>) () -> figures.latest(name));
            }
        }
    }
}
