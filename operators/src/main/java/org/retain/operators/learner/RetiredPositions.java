package org.retain.operators.learner;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.retain.datasets.segment.LogPosition;

/**
 * The highest retired offset of each partition: how far the learner has come, which paces those who
 * play. A position retires when its segment is trained on or dropped. Not thread-safe.
 */
public final class RetiredPositions {

    /** Offsets by topic, then by partition. */
    private final Map<String, Map<Integer, Long>> offsets = new TreeMap<>();

    /** Positions of a checkpoint; several of one partition count as the highest. */
    public static RetiredPositions of(List<LogPosition> positions) {
        RetiredPositions retired = new RetiredPositions();
        positions.forEach(retired::add);
        return retired;
    }

    /** Retires a position; one below the highest of its partition changes nothing. */
    public void add(LogPosition position) {
        offsets.computeIfAbsent(position.getTopic(), topic -> new TreeMap<>())
                .merge(position.getPartition(), position.getOffset(), Math::max);
    }

    /** The highest position of each partition by topic and partition, as new records. */
    public List<LogPosition> positions() {
        return offsets.entrySet().stream()
                .flatMap(
                        topic ->
                                topic.getValue().entrySet().stream()
                                        .map(
                                                partition ->
                                                        new LogPosition(
                                                                topic.getKey(),
                                                                partition.getKey(),
                                                                partition.getValue())))
                .toList();
    }
}
