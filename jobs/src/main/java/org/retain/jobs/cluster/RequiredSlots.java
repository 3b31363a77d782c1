package org.retain.jobs.cluster;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamGraphGenerator;
import org.apache.flink.streaming.api.graph.StreamNode;

/**
 * The task slots that jobs occupy while all their tasks run: for each slot-sharing group the
 * highest parallelism of its operators, summed over groups and jobs.
 *
 * @param byGroup slots by the name of the slot-sharing group
 */
public record RequiredSlots(SortedMap<String, Integer> byGroup) {

    /**
     * The slots of the job that {@code environment} describes so far; the job can still be executed
     * afterwards.
     */
    public static RequiredSlots of(StreamExecutionEnvironment environment) {
        return of(environment.getStreamGraph(false));
    }

    static RequiredSlots of(StreamGraph graph) {
        SortedMap<String, Integer> byGroup = new TreeMap<>();
        for (StreamNode node : graph.getStreamNodes()) {
            String group = node.getSlotSharingGroup();
            byGroup.merge(
                    group == null ? StreamGraphGenerator.DEFAULT_SLOT_SHARING_GROUP : group,
                    Math.max(1, node.getParallelism()),
                    Math::max);
        }
        return new RequiredSlots(byGroup);
    }

    /** The slots of both jobs running at once. */
    public RequiredSlots plus(RequiredSlots other) {
        SortedMap<String, Integer> sum = new TreeMap<>(byGroup);
        other.byGroup.forEach((group, slots) -> sum.merge(group, slots, Integer::sum));
        return new RequiredSlots(sum);
    }

    public int total() {
        return byGroup.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The sum and its parts, such as {@code 3 slots (default 2, learner 1)}. */
    @Override
    public String toString() {
        return byGroup.entrySet().stream()
                .map(RequiredSlots::part)
                .collect(Collectors.joining(", ", total() + " slots (", ")"));
    }

    private static String part(Map.Entry<String, Integer> entry) {
        return entry.getKey() + " " + entry.getValue();
    }
}
