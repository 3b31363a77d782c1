package org.retain.operators.memory;

import static org.apache.flink.runtime.executiongraph.ExecutionGraphTestUtils.createExecutionAttemptId;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

/** The counters that the memory's subtasks register. */
final class TestingCounters {

    private static final String GROUP = "." + MemoryMetrics.GROUP + ".";

    private final List<Map.Entry<String, Counter>> counters = new ArrayList<>();

    /** Sums over the subtasks, by name below the memory's group. */
    Map<String, Long> values() {
        Map<String, Long> values = new TreeMap<>();
        counters.forEach(
                entry -> values.merge(entry.getKey(), entry.getValue().getCount(), Long::sum));
        return values;
    }

    /** A task's group that takes note of the counters below it. */
    TaskMetricGroup taskGroup() {
        MetricRegistry registry =
                TestingMetricRegistry.builder()
                        .setRegisterConsumer(
                                (metric, name, group) -> {
                                    String identifier = group.getMetricIdentifier(name);
                                    int start = identifier.lastIndexOf(GROUP);
                                    if (metric instanceof Counter counter && start >= 0) {
                                        String below = identifier.substring(start + GROUP.length());
                                        counters.add(Map.entry(below, counter));
                                    }
                                })
                        .build();
        return TaskManagerMetricGroup.createTaskManagerMetricGroup(
                        registry, "localhost", ResourceID.generate())
                .addJob(new JobID(), "job")
                .addTask(createExecutionAttemptId(), "task");
    }
}
