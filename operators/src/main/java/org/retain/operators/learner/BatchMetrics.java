package org.retain.operators.learner;

import java.util.function.Supplier;
import org.apache.flink.metrics.MetricGroup;
import org.retain.datasets.segment.BatchCounters;

/**
 * Metrics of batch assembly, in the operator's scope. All are gauges over checkpointed totals, so
 * they go on after a restore where they stood.
 */
public final class BatchMetrics {

    /** Batches assembled. */
    public static final String BATCHES = "batches";

    /** Driving segments that became a row. */
    public static final String DRIVING_ROWS = "drivingRows";

    /** Draws that became a row. */
    public static final String DRAWN_ROWS = "drawnRows";

    /** Draws owed but not made because the memory held too few items. */
    public static final String FORGIVEN_DRAWS = "forgivenDraws";

    /** Segments that some station dropped. */
    public static final String DROPPED = "droppedSegments";

    /** Rows left out because their tensors were damaged or did not fit. */
    public static final String REFUSED_ROWS = "refusedRows";

    private BatchMetrics() {}

    static void register(MetricGroup group, Supplier<BatchCounters> counters) {
        group.gauge(BATCHES, () -> counters.get().getBatches());
        group.gauge(DRIVING_ROWS, () -> counters.get().getDrivingRows());
        group.gauge(DRAWN_ROWS, () -> counters.get().getDrawnRows());
        group.gauge(FORGIVEN_DRAWS, () -> counters.get().getForgivenDraws());
        group.gauge(
                DROPPED,
                () ->
                        counters.get().getDropped().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
        group.gauge(REFUSED_ROWS, () -> counters.get().getRefusedRows());
    }
}
