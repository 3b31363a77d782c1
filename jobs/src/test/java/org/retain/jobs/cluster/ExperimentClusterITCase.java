package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.retain.jobs.ExperimentCommand;
import org.retain.jobs.command.StopToken;
import org.retain.jobs.command.TestingRun;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;

/** Experiments whose jobs run in the processes of a local cluster, over its broker. */
@Timeout(300)
class ExperimentClusterITCase {

    private static final String NETHACK =
            """
            name: elsewhere
            kind: nethack
            seeds: [7]
            options:
              learner.algorithm: ppo
              learner.report-interval: 1
              batch.size: 4
              batch.steps: 32
              max-updates: 2
              weights.snapshot-interval: 2
              rollout.slots: 4
              rollout.max-ahead: 16
              target.bundle-size: 4
              memory.shards: 1
              job.checkpoint-interval: 1 s
              nethack.max-steps: 60
            methods:
              bc:
                retention.method: bc
                memory.samples-per-insert: 1
                memory.min-size: 4
            demonstrations:
              feed.games: [aa000006]
            probe:
              pretrain.held-out-games: [aa000011]
              probe.frames: 500
              probe.cka-frames: 100
            evaluate:
              episodes: 2
            """;

    @TempDir private static Path directory;

    private static LocalCluster cluster;

    @BeforeAll
    static void up() throws Exception {
        cluster = new LocalCluster(directory, report -> {}, new StopToken());
        cluster.up(
                new Configuration()
                        .set(LocalClusterOptions.KAFKA_PORT, LoopbackPort.free())
                        .set(RestOptions.PORT, LoopbackPort.free())
                        .set(TaskManagerOptions.NUM_TASK_SLOTS, 4)
                        .set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.parse("3g")));
    }

    @AfterAll
    static void down() throws Exception {
        cluster.down();
    }

    @Test
    void trainsProbesAndEvaluatesThereAndLeavesNoTopic() throws Exception {
        Path teacher = directory.resolve("teacher.safetensors");
        PolicyWeights.random(SmallNetShape.DEFAULT, 1).write(teacher.toString());

        JsonNode summary =
                run(
                        NETHACK,
                        "--experiment.teacher",
                        teacher.toString(),
                        "--kafka.topic-prefix",
                        "team.");

        assertThat(summary.get("runs").asInt()).isEqualTo(2);
        Path episodes = Path.of(summary.get("results").asText(), "episodes");
        assertThat(episodes.resolve("bc-7.parquet")).isNotEmptyFile();
        assertThat(episodes.resolve("teacher.parquet")).isNotEmptyFile();
        assertThat(topics())
                .contains("retain.rollouts")
                .noneMatch(name -> name.startsWith("team."));
        assertThat(new FlinkRest(cluster.state().webUi(), Duration.ofSeconds(5)).runningJobs())
                .isEmpty();
    }

    @Test
    void computesToyRunsThere() throws Exception {
        JsonNode summary =
                run(
                        """
                        name: toys-elsewhere
                        kind: two-state-mdp
                        seeds: [0]
                        sweep:
                          gap: [0, 1]
                        options:
                          max-updates: 100
                          sweep.points: 10
                        methods:
                          vanilla: {}
                        """);

        assertThat(summary.get("runs").asInt()).isEqualTo(2);
        try (Stream<Path> files = Files.list(directory.resolve("toys-elsewhere"))) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("sweep-"));
        }
    }

    private static JsonNode run(String yaml, String... more) throws Exception {
        String name = yaml.lines().findFirst().orElseThrow().substring("name: ".length());
        Path file = Files.writeString(directory.resolve(name + ".yaml"), yaml);
        LocalClusterState state = cluster.state();
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "experiment",
                                file.toString(),
                                "--output",
                                directory.resolve(name).toString(),
                                "--cluster",
                                state.webUi().getHost() + ":" + state.webUi().getPort(),
                                "--bootstrap-servers",
                                state.bootstrapServers(),
                                "--json"));
        arguments.addAll(Arrays.asList(more));
        TestingRun run = TestingRun.of(new ExperimentCommand(), arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.lastLine());
    }

    private static Iterable<String> topics() throws Exception {
        Configuration config = new Configuration();
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, cluster.state().bootstrapServers());
        try (Admin admin = Admin.create(KafkaClients.properties(config))) {
            return admin.listTopics().names().get();
        }
    }
}
