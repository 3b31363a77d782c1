package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.sample.BundledSample;
import org.retain.jobs.command.TestingRun;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;
import org.retain.operators.probe.MeasurementFile;

/** {@code ./retain probe} on the bundled games, on a real cluster. */
@Timeout(300)
class ProbeCommandITCase {

    private static final SmallNetShape SHAPE = new SmallNetShape(8, 16, 32, 24, 121);

    @TempDir private static Path directory;

    @BeforeAll
    static void prepare() throws Exception {
        TestingRun run =
                TestingRun.of(
                        new PreprocessCommand(),
                        "preprocess",
                        "--input",
                        BundledSample.extractTo(directory.resolve("games")).toString(),
                        "--output",
                        directory.resolve("segments").toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        Files.createDirectories(directory.resolve("snapshots"));
        for (int update = 0; update < 3; update++) {
            PolicyWeights.random(SHAPE, 1 + update)
                    .write(
                            directory
                                    .resolve("snapshots/update-%09d.safetensors".formatted(update))
                                    .toString());
        }
    }

    @Test
    void writesTheMeasurementsOfEverySnapshotInOrder() throws Exception {
        Path output = directory.resolve("probe");

        TestingRun run = probe(output, "--json", "--job.parallelism", "2", "--probe.run", "ks-1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(run.lastLine());
        List<Measurement> rows = MeasurementFile.read(output.toString()).orElseThrow();
        assertThat(summary.get("measurements").asInt()).isEqualTo(rows.size());
        assertThat(rows).extracting(Measurement::getUpdate).isSorted().contains(0L, 1L, 2L);
        assertThat(rows).allMatch(row -> row.getRun().equals("ks-1"));
        assertThat(kl(rows, 0)).isZero();
        assertThat(kl(rows, 1)).isPositive();
        assertThat(summary.get("weights").get(1).get("kl_to_teacher").asDouble())
                .isEqualTo(kl(rows, 1));
        assertThat(run.err()).contains("kl_to_teacher").contains("dlvl 1");
    }

    @Test
    void saysWhatIsWrongWithoutRetries() {
        Path output = directory.resolve("none");

        TestingRun option = probe(output, "--probe.piece-segments", "0");
        TestingRun games = probe(output, "--pretrain.held-out-games", "nobody");

        assertThat(option.exitCode()).isEqualTo(2);
        assertThat(option.err()).contains("Option probe.piece-segments is 0, expected at least 1");
        assertThat(games.exitCode()).isEqualTo(1);
        assertThat(games.err()).contains("is held out with [nobody] held out");
        assertThat(output).doesNotExist();
    }

    private static double kl(List<Measurement> rows, long update) {
        return rows.stream()
                .filter(row -> row.getUpdate() == update)
                .filter(row -> row.getMeasure().equals("kl_to_teacher"))
                .filter(row -> row.getStratum().isEmpty())
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static TestingRun probe(Path output, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "probe",
                                "--input",
                                directory.resolve("segments").toString(),
                                "--weights-directory",
                                directory.resolve("snapshots").toString(),
                                "--teacher",
                                directory
                                        .resolve("snapshots/update-000000000.safetensors")
                                        .toString(),
                                "--output",
                                output.toString()));
        if (!List.of(more).contains("--pretrain.held-out-games")) {
            args.addAll(List.of("--pretrain.held-out-games", "aa000011"));
        }
        args.addAll(List.of(more));
        return TestingRun.of(new ProbeCommand(), args.toArray(String[]::new));
    }
}
