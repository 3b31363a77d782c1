package org.retain.operators.target;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * Metrics of the target station, each below {@code <operator scope>.target}. All count from the
 * last restart; what was dropped in all is counted by batch assembly.
 */
public final class TargetMetrics {

    /** Group of all metrics of the station. */
    public static final String GROUP = "target";

    /** Segments answered, or without a teacher passed on. */
    public static final String SEGMENTS = "segments";

    /** Bundles answered. */
    public static final String BUNDLES = "bundles";

    /** Episodes answered, or without a teacher passed on, to their end. */
    public static final String EPISODES_ENDED = "episodesEnded";

    /** Markers that came in and passed through. */
    public static final String MARKERS = "markers";

    /** Segments dropped because they had been answered before. */
    public static final String DUPLICATES = "duplicates";

    /** Segments dropped because one before them never came. */
    public static final String GAPS = "gaps";

    /** Segments dropped because the start of their episode never came. */
    public static final String JOINED_IN_MID_EPISODE = "joinedInMidEpisode";

    /** Segments dropped because their episode had ended. */
    public static final String AFTER_END = "afterEnd";

    /** Segments dropped because their episode began under another teacher or under none. */
    public static final String TEACHER_CHANGED = "teacherChanged";

    /** Segments dropped because their tensors, or those of one before, are not what is read. */
    public static final String MALFORMED = "malformed";

    /** Histogram over the last 1,000 bundles: segments in a bundle. */
    public static final String ROWS_PER_BUNDLE = "rowsPerBundle";

    /** Histogram over the last 1,000 bundles: time of the teacher, in milliseconds. */
    public static final String TEACHER_MILLIS = "teacherMillis";

    private static final int WINDOW = 1_000;
    private static final Map<DropReason, String> DROPPED =
            Map.of(
                    DropReason.DUPLICATE, DUPLICATES,
                    DropReason.GAP, GAPS,
                    DropReason.JOINED_IN_MID_EPISODE, JOINED_IN_MID_EPISODE,
                    DropReason.AFTER_END, AFTER_END,
                    DropReason.TEACHER_CHANGED, TEACHER_CHANGED,
                    DropReason.MALFORMED, MALFORMED);

    private final Counter segments;
    private final Counter bundles;
    private final Counter episodesEnded;
    private final Counter markers;
    private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);
    private final Histogram rowsPerBundle;
    private final Histogram teacherMillis;

    TargetMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup(GROUP);
        segments = group.counter(SEGMENTS);
        bundles = group.counter(BUNDLES);
        episodesEnded = group.counter(EPISODES_ENDED);
        markers = group.counter(MARKERS);
        DROPPED.forEach((reason, name) -> dropped.put(reason, group.counter(name)));
        rowsPerBundle =
                group.histogram(ROWS_PER_BUNDLE, new DescriptiveStatisticsHistogram(WINDOW));
        teacherMillis = group.histogram(TEACHER_MILLIS, new DescriptiveStatisticsHistogram(WINDOW));
    }

    void answered(int rows, long millis) {
        bundles.inc();
        segments.inc(rows);
        rowsPerBundle.update(rows);
        teacherMillis.update(millis);
    }

    void passedOn() {
        segments.inc();
    }

    void episodeEnded() {
        episodesEnded.inc();
    }

    void markerPassed() {
        markers.inc();
    }

    void dropped(DropReason reason) {
        dropped.get(reason).inc();
    }
}
