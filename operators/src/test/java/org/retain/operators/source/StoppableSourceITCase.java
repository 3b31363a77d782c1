package org.retain.operators.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs over an endless source on a cluster, told to stop. */
@Timeout(120)
class StoppableSourceITCase {

    private static final int PARALLELISM = 2;
    private static final long HALF = Long.MAX_VALUE / PARALLELISM;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(PARALLELISM)
                            .build());

    @TempDir Path directory;

    private StopFile file;

    @BeforeEach
    void create() {
        file = new StopFile(directory.toString());
    }

    @Test
    void endsFinishedAndDeliversEveryEmittedRecordOnce() throws Exception {
        List<Long> found = run(new Passing(), () -> file.write("enough"));

        assertEachSplitWasReadFromItsBeginning(found);
    }

    @Test
    void endsAtOnceWhenItWasToldBeforeTheStart() throws Exception {
        file.write("enough");

        assertEachSplitWasReadFromItsBeginning(run(new Passing(), () -> {}));
    }

    @Test
    void endsAfterAFailureBetweenTheStopAndTheEnd() throws Exception {
        List<Long> found = run(new FailingAfterStop(file), () -> {});

        assertThat(file.read()).contains("failing next");
        assertEachSplitWasReadFromItsBeginning(found);
    }

    private List<Long> run(RichMapFunction<Long, Long> map, Action afterSomeRecords)
            throws Exception {
        Configuration config = new Configuration();
        config.setString("execution.checkpointing.interval", "50 ms");
        config.setString("pipeline.generic-types", "false");
        config.setString("restart-strategy.type", "fixed-delay");
        config.setString("restart-strategy.fixed-delay.attempts", "1");
        config.setString("restart-strategy.fixed-delay.delay", "0 s");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(PARALLELISM);
        DataGeneratorSource<Long> endless =
                new DataGeneratorSource<>(
                        number -> number,
                        Long.MAX_VALUE,
                        RateLimiterStrategy.perSecond(2_000),
                        Types.LONG);
        StoppableSource<Long, ?, ?> source =
                new StoppableSource<>(endless, file, Duration.ofMillis(20));
        assertThat(source.getProducedType()).isEqualTo(Types.LONG);
        List<Long> found = new ArrayList<>();
        var numbers =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "numbers")
                        .map(map)
                        .returns(Types.LONG);
        CloseableIterator<Long> results = numbers.collectAsync();
        JobClient job = env.executeAsync("endless");
        try (results) {
            for (int i = 0; i < 200 && results.hasNext(); i++) {
                found.add(results.next());
            }
            afterSomeRecords.run();
            results.forEachRemaining(found::add);
        }
        job.getJobExecutionResult().get();
        assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.FINISHED);
        return found;
    }

    /** No number of either half is missing before its last one, and none is there twice. */
    private static void assertEachSplitWasReadFromItsBeginning(List<Long> found) {
        long lower = found.stream().filter(number -> number <= HALF).count();
        long upper = found.size() - lower;
        long middle = found.stream().filter(number -> number > HALF).min(Long::compare).orElse(0L);
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.concat(
                                        LongStream.range(0, lower),
                                        LongStream.range(middle, middle + upper))
                                .boxed()
                                .toList());
        assertThat(middle).isIn(0L, HALF, HALF + 1);
    }

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    private static final class Passing extends RichMapFunction<Long, Long> {

        private static final long serialVersionUID = 1;

        @Override
        public Long map(Long number) {
            return number;
        }
    }

    /** Writes the file and fails right after, in the first attempt. */
    private static final class FailingAfterStop extends RichMapFunction<Long, Long> {

        private static final long serialVersionUID = 1;

        private final StopFile file;

        FailingAfterStop(StopFile file) {
            this.file = file;
        }

        @Override
        public Long map(Long number) throws Exception {
            if (number == 500 && getRuntimeContext().getTaskInfo().getAttemptNumber() == 0) {
                file.write("failing next");
                throw new IllegalStateException("Failing once, as the test asks");
            }
            return number;
        }
    }
}
