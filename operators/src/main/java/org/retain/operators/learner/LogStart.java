package org.retain.operators.learner;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.retain.datasets.segment.LogPosition;

/**
 * Where a learner that starts afresh begins to read the rollouts. What lies before is retired from
 * the start: nobody would retire it later, and those who play would wait for it for ever.
 *
 * @param topic name of the topic
 * @param offsets first offset that is read, by partition
 */
public record LogStart(String topic, Map<Integer, Long> offsets) implements Serializable {

    /** The beginning of the log. */
    public static final LogStart BEGINNING = new LogStart("", Map.of());

    private static final long serialVersionUID = 1;

    /** Copies the map. */
    public LogStart {
        offsets = Map.copyOf(offsets);
    }

    /** The position before the first one that is read, in each partition that has one. */
    List<LogPosition> retired() {
        return offsets.entrySet().stream()
                .filter(partition -> partition.getValue() > 0)
                .map(
                        partition ->
                                new LogPosition(
                                        topic, partition.getKey(), partition.getValue() - 1))
                .toList();
    }
}
