package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.parquet.EpisodeParquet;
import org.retain.datasets.parquet.RecordParquet;
import org.retain.jobs.command.Console;
import org.retain.jobs.command.Launcher;
import org.retain.jobs.command.StopToken;
import org.retain.jobs.command.TestingRun;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;

/** A NetHack experiment on the bundled games, stopped in its second student and gone on with. */
class ExperimentCommandITCase {

    private static final int UPDATES = 4;
    private static final int EPISODES = 3;
    private static final String YAML =
            """
            name: tiny
            kind: nethack
            seeds: [7]
            options:
              learner.algorithm: ppo
              learner.freeze: [encoder]
              policy.encodings: true
              learner.report-interval: 1
              batch.size: 4
              batch.steps: 32
              max-updates: %d
              weights.snapshot-interval: 2
              rollout.slots: 4
              rollout.max-ahead: 16
              target.bundle-size: 4
              memory.samples-per-insert: 0
              memory.shards: 1
              job.checkpoint-interval: 1 s
              nethack.max-steps: 100
            methods:
              vanilla: {}
              bc:
                retention.method: bc
                memory.samples-per-insert: 1
                memory.min-size: 4
            teacher:
              pretrain.held-out-games: [aa000011]
            demonstrations:
              feed.games: [aa000006]
            probe:
              probe.frames: 1000
              probe.cka-frames: 200
            evaluate:
              episodes: %d
            """
                    .formatted(UPDATES, EPISODES);

    @TempDir private static Path directory;

    private static Path experiment;
    private static Path output;
    private static int stoppedWith;
    private static byte[] firstStudent;
    private static TestingRun whole;

    @BeforeAll
    static void stopAndGoOn() throws Exception {
        experiment = directory.resolve("tiny.yaml");
        output = directory.resolve("output");
        Files.writeString(experiment, YAML);
        PolicyWeights.random(SmallNetShape.DEFAULT, 1)
                .write(directory.resolve("teacher.safetensors").toString());

        stoppedWith = stopWhenTheSecondLoopRuns();
        assertThat(output.resolve("runs/bc-7/run.json")).doesNotExist();
        firstStudent = Files.readAllBytes(output.resolve("runs/vanilla-7/run.json"));

        whole = TestingRun.of(new ExperimentCommand(), arguments());
        assertThat(whole.exitCode()).as(whole.err()).isZero();
    }

    @Test
    void whatWasDoneBeforeAStopIsKeptAndTheRestDone() throws Exception {
        assertThat(stoppedWith).isEqualTo(1);
        assertThat(output.resolve("runs/vanilla-7/run.json")).hasBinaryContent(firstStudent);
        assertThat(whole.err()).contains("Run 3 of 3: bc-7").doesNotContain("Run 2 of 3");
        assertThat(runs())
                .extracting(ExperimentRun::getRun, ExperimentRun::getEnded)
                .containsExactlyInAnyOrder(
                        tuple("bc-7", "finished"),
                        tuple("teacher", "finished"),
                        tuple("vanilla-7", "finished"));
    }

    @Test
    void everyRunTellsWhatItCameFromAndWhatItCost() throws Exception {
        for (ExperimentRun run : runs()) {
            JsonNode lineage = new ObjectMapper().readTree(run.getLineage());
            assertThat(lineage.get("teacher.sha256").asText()).hasSize(64);
            assertThat(lineage.get("segments.manifest.sha256").asText()).hasSize(64);
            assertThat(lineage.get("options").get("batch.size").asInt()).isEqualTo(4);
            assertThat(run.getWeightsSha256()).hasSize(64);
            boolean student = !run.getMethod().equals("teacher");
            assertThat(run.getUpdates()).isEqualTo(student ? UPDATES : 0);
            assertThat(run.getFrames()).isBetween(student ? 1L : 0L, 4L * 32 * UPDATES);
        }
    }

    @Test
    void theDriftFromTheTeacherIsMeasuredFromZeroOn() throws Exception {
        List<Measurement> drift =
                measurements()
                        .filter(m -> m.getMeasure().equals("kl_to_teacher"))
                        .filter(m -> m.getStratumKind().isEmpty())
                        .toList();
        assertThat(drift)
                .filteredOn(m -> m.getRun().equals("bc-7"))
                .extracting(Measurement::getUpdate)
                .containsExactly(0L, 2L, 4L);
        assertThat(drift)
                .filteredOn(m -> m.getUpdate() == 0)
                .hasSize(3)
                .allSatisfy(m -> assertThat(m.getValue()).isBetween(-1e-6, 1e-6));
        assertThat(drift)
                .filteredOn(m -> m.getUpdate() == UPDATES)
                .hasSize(2)
                .allSatisfy(m -> assertThat(m.getValue()).isPositive());
        assertThat(measurements())
                .anyMatch(m -> m.getRun().equals("bc-7") && m.getMeasure().equals("retention_loss"))
                .anyMatch(m -> m.getStratumKind().equals("depth"));
    }

    @Test
    void allPlayTheSameEpisodes() throws Exception {
        List<List<Long>> seeds =
                Stream.of("teacher", "vanilla-7", "bc-7")
                        .map(run -> output.resolve("results/episodes/" + run + ".parquet"))
                        .map(ExperimentCommandITCase::seeds)
                        .toList();
        assertThat(seeds.get(0)).hasSize(EPISODES);
        assertThat(seeds).allMatch(seeds.get(0)::equals);
    }

    @Test
    void theSummaryNamesResultsAndReport() throws Exception {
        JsonNode summary = new ObjectMapper().readTree(whole.lastLine());

        assertThat(summary.get("experiment").asText()).isEqualTo("tiny");
        assertThat(summary.get("runs").asInt()).isEqualTo(3);
        assertThat(Path.of(summary.get("results").asText())).isDirectory();
        assertThat(Path.of(summary.get("report").asText())).isNotEmptyFile();
    }

    @Test
    void theSameCommandOnceMoreDoesNothing() {
        TestingRun again = TestingRun.of(new ExperimentCommand(), arguments());

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).doesNotContain("Run ");
    }

    @Test
    void anotherExperimentIsRefused() throws Exception {
        Path other = directory.resolve("other.yaml");
        Files.writeString(other, YAML.replace("seeds: [7]", "seeds: [8]"));
        String[] arguments = arguments();
        arguments[1] = other.toString();

        TestingRun refused = TestingRun.of(new ExperimentCommand(), arguments);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("seeds: [7]").contains("seeds: [8]");
    }

    private static int stopWhenTheSecondLoopRuns() {
        StopToken stop = new StopToken();
        PrintStream err =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
                    private int loops;

                    @Override
                    public PrintStream printf(String format, Object... values) {
                        if (format.startsWith("Flink web UI while this runs") && ++loops == 2) {
                            stop.request();
                        }
                        return super.printf(format, values);
                    }
                };
        return new Launcher(
                        List.of(new ExperimentCommand()), new Console(err, err, false, false), stop)
                .execute(arguments());
    }

    private static String[] arguments() {
        return new String[] {
            "experiment",
            experiment.toString(),
            "--output",
            output.toString(),
            "--experiment.teacher",
            directory.resolve("teacher.safetensors").toString(),
            "--json"
        };
    }

    private static List<Long> seeds(Path file) {
        try {
            return EpisodeParquet.decode(file.toString(), Files.readAllBytes(file))
                    .episodes()
                    .stream()
                    .map(episode -> episode.getSeed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ExperimentRun> runs() throws Exception {
        return new RecordParquet<>(ExperimentRun.getClassSchema(), ExperimentRun::new)
                .decode("runs", Files.readAllBytes(output.resolve("results/runs.parquet")));
    }

    private static Stream<Measurement> measurements() throws Exception {
        return new RecordParquet<>(Measurement.getClassSchema(), Measurement::new)
                        .decode(
                                "measurements",
                                Files.readAllBytes(output.resolve("results/measurements.parquet")))
                        .stream();
    }
}
