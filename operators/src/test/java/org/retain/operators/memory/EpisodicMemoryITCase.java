package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.MemorySummary;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;

/** A job around {@link EpisodicMemoryFunction} on a cluster, with and without a failure. */
class EpisodicMemoryITCase {

    private static final int RECORDS = 2_000;
    private static final int RECORDS_PER_CHECKPOINT = 200;
    private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
                            .build());

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void aFailureLeavesNoTraceInDrawsNorCounters(String backend) throws Exception {
        List<String> undisturbed = run(backend, backend + " undisturbed", RECORDS);

        List<String> failed = run(backend, backend + " failed", RECORDS * 3 / 4);

        assertThat(failed).containsExactlyInAnyOrderElementsOf(undisturbed);
        // Half of the records drive, every tenth is a marker, and each shard ends with a summary.
        assertThat(undisturbed).hasSize(RECORDS / 2 + RECORDS / 10 + 8);
        for (String counter : List.of("driving", "draws", "forgiven", "stratum.0.items")) {
            assertThat(counted(counter, backend + " failed", 1))
                    .as(counter)
                    .isPositive()
                    .isEqualTo(counted(counter, backend + " undisturbed", 0));
        }
        assertThat(counted("driving", backend + " failed", 1)).isEqualTo(RECORDS / 2);
    }

    /** Sum of a counter of the memory over the subtasks of one attempt of a job. */
    private static long counted(String name, String job, int attempt) {
        long sum = 0;
        for (Map.Entry<MetricGroup, Map<String, Metric>> group :
                METRICS.getMetricsByGroup().entrySet()) {
            Map<String, String> scope = group.getKey().getAllVariables();
            if (!job.equals(scope.get("<job_name>"))
                    || !String.valueOf(attempt).equals(scope.get("<task_attempt_num>"))) {
                continue;
            }
            for (Map.Entry<String, Metric> metric : group.getValue().entrySet()) {
                if (group.getKey()
                        .getMetricIdentifier(metric.getKey())
                        .endsWith(".memory." + name)) {
                    sum += ((Counter) metric.getValue()).getCount();
                }
            }
        }
        return sum;
    }

    private static List<String> run(String backend, String job, int failAt) throws Exception {
        Configuration config = new Configuration();
        config.setString("state.backend.type", backend);
        config.setString("execution.checkpointing.interval", "50 ms");
        config.setString("pipeline.generic-types", "false");
        config.setString("restart-strategy.type", "fixed-delay");
        config.setString("restart-strategy.fixed-delay.attempts", "1");
        config.setString("restart-strategy.fixed-delay.delay", "0 s");
        config.set(MemoryOptions.CAPACITY, 160);
        config.set(MemoryOptions.MIN_SIZE, 16);
        config.set(MemoryOptions.SAMPLES_PER_INSERT, 1.5);
        config.set(MemoryOptions.STRATUM, List.of("dungeon-level"));
        config.set(MemoryOptions.STRATUM_WEIGHTS, "balanced");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(2);
        SingleOutputStreamOperator<Draws> draws =
                env.fromSource(
                                new DataGeneratorSource<>(
                                        index -> index,
                                        RECORDS,
                                        RateLimiterStrategy.perCheckpoint(RECORDS_PER_CHECKPOINT),
                                        Types.LONG),
                                WatermarkStrategy.noWatermarks(),
                                "numbers")
                        .setParallelism(1)
                        .map(new FailingOnce(failAt))
                        .setParallelism(1)
                        .keyBy(new MemoryShard(config), Types.INT)
                        .process(
                                new EpisodicMemoryFunction(config), new AvroTypeInfo<>(Draws.class))
                        .uid("memory")
                        .name("memory");
        DataStream<String> summaries =
                draws.getSideOutput(EpisodicMemoryFunction.SUMMARY)
                        .map(MemorySummary::toString, Types.STRING);
        DataStream<String> lines =
                draws.map(EpisodicMemoryITCase::describe, Types.STRING).union(summaries);
        List<String> found = new ArrayList<>();
        try (CloseableIterator<String> iterator = lines.executeAndCollect(job)) {
            iterator.forEachRemaining(found::add);
        }
        return found;
    }

    private static String describe(Draws draws) {
        return "%s %s %s %d"
                .formatted(
                        TestingMemory.name(draws.getDriving()),
                        draws.getDriving().getDropped(),
                        draws.getDrawn().stream().map(TestingMemory::name).toList(),
                        draws.getForgiven());
    }

    /** Turns numbers into segments of both sources, some of them markers; fails once. */
    private static final class FailingOnce extends RichMapFunction<Long, Segment> {

        private static final long serialVersionUID = 1L;

        private final int failAt;

        private FailingOnce(int failAt) {
            this.failAt = failAt;
        }

        @Override
        public Segment map(Long number) {
            int index = number.intValue();
            if (index == failAt && getRuntimeContext().getTaskInfo().getAttemptNumber() == 0) {
                throw new IllegalStateException("Failing once, as the test asks");
            }
            Segment segment =
                    TestingMemory.segment(
                            index % 2 == 0 ? SegmentSource.ROLLOUT : SegmentSource.DEMONSTRATION,
                            index / 40,
                            index % 40,
                            String.valueOf(index % 6 / 2));
            segment.setDropped(index % 10 == 3 ? "gap" : null);
            return segment;
        }
    }
}
