package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
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
import org.retain.datasets.parquet.SegmentParquetWriter;
import org.retain.datasets.segment.TestingSegments;
import org.retain.jobs.FeedCommand;
import org.retain.jobs.FineTuneCommand;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.StopToken;
import org.retain.jobs.command.StoppedException;
import org.retain.jobs.command.TestingRun;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.ScaledNetShape;

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
    void feedsAndFineTunesFromTheCommands() throws Exception {
        cluster().up(options());
        LocalClusterState state = cluster().state();
        String[] attached = {
            "--bootstrap-servers",
            state.bootstrapServers(),
            "--cluster",
            state.webUi().getHost() + ":" + state.webUi().getPort(),
            "--job.checkpoint-interval",
            "1s",
            "--json"
        };
        Path shards = Files.createDirectory(directory.resolve("shards"));
        writeShard(shards.resolve("shard-00000.parquet"));
        String teacher = directory.resolve("teacher.safetensors").toUri().toString();
        PolicyWeights.random(new ScaledNetShape(4, 4, 8, 8, 8, 121), 1).write(teacher);

        TestingRun fed = run(new FeedCommand(), attached, "feed", "--input", shards.toString());
        String[] fineTune = {
            "finetune",
            "--finetune.bounded",
            "--target.teacher",
            teacher,
            "--batch.driver",
            "demonstrations",
            "--batch.steps",
            "4",
            "--batch.size",
            "5"
        };
        TestingRun first = run(new FineTuneCommand(), attached, fineTune);
        TestingRun second = run(new FineTuneCommand(), attached, fineTune);

        assertThat(fed.exitCode()).as(fed.err()).isZero();
        assertThat(fed.lastLine()).contains("\"segments\":12");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.lastLine()).contains("\"driving_rows\":12", "\"batches\":3");
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.lastLine()).contains("\"driving_rows\":12");
        TestingRun wrong =
                run(
                        new FineTuneCommand(),
                        attached,
                        "finetune",
                        "--target.teacher",
                        teacher,
                        "--target.teacher-sha256",
                        "0".repeat(64));
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("has SHA-256", "expected " + "0".repeat(64));
        TestingRun absent =
                run(
                        new FineTuneCommand(),
                        attached,
                        "finetune",
                        "--target.teacher",
                        directory.resolve("absent").toUri().toString());
        assertThat(absent.exitCode()).isEqualTo(1);
        assertThat(absent.err()).contains("no such weights file; check the location");
    }

    private static void writeShard(Path file) throws IOException {
        try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
            for (int episode = 0; episode < 3; episode++) {
                for (int index = 0; index < 4; index++) {
                    writer.write(
                            TestingSegments.demonstration("game-" + episode, index, 4, index == 3));
                }
            }
            writer.finish();
        }
    }

    private static TestingRun run(Command command, String[] attached, String... args) {
        return TestingRun.of(
                command,
                Stream.concat(Arrays.stream(args), Arrays.stream(attached)).toArray(String[]::new));
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
