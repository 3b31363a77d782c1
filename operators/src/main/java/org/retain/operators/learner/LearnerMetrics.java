package org.retain.operators.learner;

import java.util.HashSet;
import java.util.Set;
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

    private final MetricGroup group;
    private final FigureMeans figures;
    private final Set<String> registered = new HashSet<>();

    LearnerMetrics(MetricGroup operator, Training training, FigureMeans figures, String device) {
        group = operator.addGroup(GROUP);
        this.figures = figures;
        group.gauge(UPDATES, (Gauge<Long>) training::applied);
        group.gauge(SKIPPED, (Gauge<Long>) training::skipped);
        group.gauge(FRAMES, (Gauge<Long>) training::frames);
        group.gauge(DEVICE, (Gauge<String>) () -> device);
    }

    /** Registers a gauge for each figure that is new. */
    void figures() {
        for (String name : figures.names()) {
            if (registered.add(name)) {
                group.gauge(name, (Gauge<Double>) () -> figures.latest(name));
            }
        }
    }
}
