package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.retain.jobs.command.StopToken;
import org.retain.jobs.command.StoppedException;

@Timeout(300)
class LocalClusterITCase {
    @TempDir private Path directory;

    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final StopToken stop = new StopToken();

    @AfterEach
    void leaveNoProcess() throws InterruptedException {
        cluster().down();
    }

    @Test
    void runsJobsWithNativeLibrariesTwiceAndLeavesNoProcess() throws Exception {
        assertThat(cluster().up(options())).isTrue();
        LocalClusterState state = cluster().state();
        assertThat(cluster().up(options())).isFalse();
        assertThat(cluster().state()).isEqualTo(state);

        Configuration attached = Attachment.complete(new Configuration(), directory);
        try (Topics topics = Topics.connect(attached)) {
            topics.require(Topic.DEMONSTRATIONS, Topic.TRAINING_BATCHES);
        }
        RemoteCluster cluster =
                RemoteCluster.connect(
                        attached, List.of(Installation.jobJar(), TestingNativeJob.jar(directory)));
        submit(cluster, 1, 1000).getJobExecutionResult().get();
        submit(cluster, 1, 1000).getJobExecutionResult().get();
        submit(cluster, 0, Long.MAX_VALUE - 1);

        LocalCluster.Stopped stopped = cluster().down().orElseThrow();

        assertThat(stopped.cancelledJobs()).isEqualTo(1);
        assertThat(stopped.processes()).containsExactly("taskmanager", "jobmanager", "kafka");
        assertThat(state.running()).isEmpty();
        assertThat(directory.resolve("cluster.json")).doesNotExist();
        assertThat(cluster().down()).isEmpty();
    }

    @Test
    void aStaleStateIsRecognisedAndReplaced() throws Exception {
        cluster().up(options());
        LocalClusterState first = cluster().state();
        ProcessHandle jobManager = ProcessHandle.of(first.processes().get(1).pid()).orElseThrow();
        jobManager.destroyForcibly();
        jobManager.onExit().join();
        assertThatThrownBy(() -> Attachment.complete(new Configuration(), directory))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("jobmanager (pid " + jobManager.pid() + ") ended")
                .hasMessageContaining("./retain up");

        assertThat(cluster().up(options())).isTrue();

        assertThat(first.running()).isEmpty();
        assertThat(cluster().state().isUp()).isTrue();
        assertThat(reports).contains("Stopped taskmanager", "Stopped kafka");
    }

    @Test
    void aStopDuringTheStartLeavesNoProcess() {
        LocalCluster stopping =
                new LocalCluster(
                        directory,
                        line -> {
                            reports.add(line);
                            if (line.startsWith("Starting taskmanager")) {
                                stop.request();
                            }
                        },
                        stop);

        assertThatThrownBy(() -> stopping.up(options())).isInstanceOf(StoppedException.class);

        assertThat(reports).contains("Stopped taskmanager", "Stopped jobmanager", "Stopped kafka");
        assertThat(directory.resolve("cluster.json")).doesNotExist();
    }

    @Test
    void aProcessThatCannotStartIsShownWithItsLastLines() {
        Configuration options = options();
        options.setString("local.kafka.heap", "1 m");

        assertThatThrownBy(() -> cluster().up(options))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Process kafka of the local cluster ended while starting")
                .hasMessageContaining("heap");

        assertThat(directory.resolve("cluster.json")).doesNotExist();
    }

    @Test
    void takenPortsAreNamedBeforeAnythingStarts() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Configuration options = options().set(RestOptions.PORT, taken.getLocalPort());

            assertThatThrownBy(() -> cluster().up(options))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("-Drest.port");
        }
        assertThat(reports).isEmpty();
        assertThat(directory.resolve("cluster.json")).doesNotExist();
    }

    private LocalCluster cluster() {
        return new LocalCluster(directory, reports::add, new StopToken());
    }

    private static Configuration options() {
        return new Configuration()
                .set(LocalClusterOptions.KAFKA_PORT, LoopbackPort.free())
                .set(RestOptions.PORT, LoopbackPort.free())
                .set(TaskManagerOptions.NUM_TASK_SLOTS, 2)
                .set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.parse("3g"));
    }

    private static JobClient submit(RemoteCluster cluster, long first, long last) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
        TestingNativeJob.build(environment, first, last);
        return cluster.submit(environment, "sums");
    }
}
