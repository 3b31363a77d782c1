package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EmbeddedClusterITCase {
    private static final Queue<Long> SEEN = new ConcurrentLinkedQueue<>();
    private static final CountDownLatch ENTERED = new CountDownLatch(1);
    private static final AtomicBoolean TASK_CLOSED = new AtomicBoolean();
    private static final AtomicInteger ATTEMPTS = new AtomicInteger();

    @Test
    void runsAJobInSeveralSlotGroupsWhileTheWebUiAnswers() throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
        environment
                .fromSequence(1, 100)
                .setParallelism(2)
                .map(EmbeddedClusterITCase::see)
                .setParallelism(1)
                .slotSharingGroup("learner")
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);

        try (EmbeddedCluster cluster =
                EmbeddedCluster.start(new Configuration(), RequiredSlots.of(environment))) {
            JobClient job = cluster.submit(environment, "several groups");
            job.getJobExecutionResult().get();

            HttpResponse<String> page =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(cluster.webUi()).build(),
                                    BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("Apache Flink Web Dashboard");
            assertThat(cluster.webUi().getHost()).isEqualTo("127.0.0.1");
        }
        assertThat(SEEN).hasSize(100).contains(1L, 50L, 100L);
    }

    @Test
    void closingWaitsForTheTasks() throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
        environment
                .fromSequence(0, Long.MAX_VALUE - 1)
                .setParallelism(1)
                .map(new ClosingSlowly())
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);

        try (EmbeddedCluster cluster =
                EmbeddedCluster.start(new Configuration(), RequiredSlots.of(environment))) {
            cluster.submit(environment, "endless");
            ENTERED.await();
        }

        assertThat(TASK_CLOSED).isTrue();
    }

    @Test
    void aJobThatKeepsFailingEnds() {
        Configuration configuration =
                new Configuration()
                        .set(
                                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY,
                                Duration.ofMillis(10));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment
                .fromSequence(1, 1)
                .setParallelism(1)
                .map(EmbeddedClusterITCase::fail)
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);

        try (EmbeddedCluster cluster =
                EmbeddedCluster.start(configuration, RequiredSlots.of(environment))) {
            JobClient job = cluster.submit(environment, "failing");
            assertThatThrownBy(() -> job.getJobExecutionResult().get())
                    .hasStackTraceContaining("always fails");
        }
        assertThat(ATTEMPTS).hasValue(4);
    }

    @Test
    void aJobTooLargeIsRefusedWithItsSum() {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
        environment
                .fromSequence(1, 1)
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        RequiredSlots one = RequiredSlots.of(environment);
        environment
                .fromSequence(1, 1)
                .setParallelism(2)
                .slotSharingGroup("learner")
                .sinkTo(new DiscardingSink<>())
                .setParallelism(2);

        try (EmbeddedCluster cluster = EmbeddedCluster.start(new Configuration(), one)) {
            assertThatThrownBy(() -> cluster.submit(environment, "large"))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("needs 3 slots (default 1, learner 2)")
                    .hasMessageContaining("started with 1");
        }
    }

    @Test
    void aTakenWebPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Configuration configuration =
                    new Configuration().set(EmbeddedClusterOptions.WEB_PORT, taken.getLocalPort());
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.getExecutionEnvironment(configuration);
            environment.fromSequence(1, 1).sinkTo(new DiscardingSink<>());
            RequiredSlots slots = RequiredSlots.of(environment);

            assertThatThrownBy(() -> EmbeddedCluster.start(configuration, slots))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("--web-port");
        }
    }

    private static long see(long value) {
        SEEN.add(value);
        return value;
    }

    private static long fail(long value) {
        ATTEMPTS.incrementAndGet();
        throw new IllegalStateException("always fails");
    }

    private static final class ClosingSlowly extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) {
            TASK_CLOSED.set(false);
        }

        @Override
        public Long map(Long value) {
            ENTERED.countDown();
            return value;
        }

        @Override
        public void close() throws InterruptedException {
            // Long enough that a close which does not wait would return before.
            Thread.sleep(500);
            TASK_CLOSED.set(true);
        }
    }
}
