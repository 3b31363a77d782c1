package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retain.datasets.sample.BundledSample;
import org.retain.jobs.command.TestingRun;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;

/** {@code ./retain pretrain} on the bundled games, also when it is killed on the way. */
@Timeout(300)
class PretrainCommandITCase {

    private static final int UPDATES = 60;
    private static final String HELD_OUT = "aa000011";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path directory;

    private static Path shards;
    private static Path undisturbed;
    private static String printed;

    @TempDir private Path output;

    @BeforeAll
    static void trainUndisturbed() throws Exception {
        shards = directory.resolve("shards");
        undisturbed = directory.resolve("undisturbed");
        TestingRun preprocessed =
                TestingRun.of(
                        new PreprocessCommand(),
                        "preprocess",
                        "--input",
                        BundledSample.extractTo(directory.resolve("games")).toString(),
                        "--output",
                        shards.toString());
        assertThat(preprocessed.exitCode()).as(preprocessed.err()).isZero();
        printed = complete(start(undisturbed, "undisturbed"), "undisturbed");
    }

    @Test
    void leavesTheBestWeightsWithTheirScoreAndTheCourseOfTraining() throws Exception {
        JsonNode result = result(undisturbed);

        assertThat(result.get("updates").asInt()).isEqualTo(UPDATES);
        assertThat(result.get("stopped").asText()).isEqualTo("60 updates were applied");
        assertThat(undisturbed.resolve("STOP")).hasContent("60 updates were applied");
        assertThat(result.get("weights").asText())
                .isEqualTo(undisturbed.resolve("best.safetensors").toString());
        PolicyWeights.Loaded best =
                PolicyWeights.read(
                        result.get("weights").asText(), Optional.of(result.get("sha256").asText()));
        assertThat(best.weights().shape()).isEqualTo(SmallNetShape.DEFAULT);
        JsonNode figures = result.get("figures");
        assertThat(figures.get("held_out_cross_entropy").asDouble())
                .isPositive()
                .isLessThan(Math.log(SmallNetShape.DEFAULT.actions()));
        assertThat(figures.get("held_out_accuracy.level.1").asDouble()).isBetween(0.0, 1.0);
        assertThat(updatesReported(undisturbed)).containsExactly(10, 20, 30, 40, 50);
        JsonNode summary = JSON.readTree(printed);
        assertThat(summary.get("sha256")).isEqualTo(result.get("sha256"));
        assertThat(summary.get("held_out_accuracy")).isEqualTo(figures.get("held_out_accuracy"));
    }

    @Test
    void aKilledRunIsResumedToTheWeightsOfAnUndisturbedOne() throws Exception {
        killAmidTraining();
        assertThat(output.resolve("result.json")).doesNotExist();
        TestingRun other = run("--network", "scaled", "--policy.core-width", "16");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err())
                .contains("The checkpoint has steps of")
                .contains("restore with the options");

        complete(start(output, "resumed"), "resumed");

        assertThat(log("resumed")).contains("Goes on from " + output.resolve("checkpoints"));
        assertThat(output.resolve("best.safetensors"))
                .hasSameBinaryContentAs(undisturbed.resolve("best.safetensors"));
        assertThat(result(output).get("figures")).isEqualTo(result(undisturbed).get("figures"));
        assertThat(result(output).get("frames")).isEqualTo(result(undisturbed).get("frames"));
        assertThat(updatesReported(output)).containsExactly(10, 20, 30, 40, 50);
    }

    @Test
    void aSecondRunDoesNothingAndSaysSo() throws Exception {
        TestingRun second = TestingRun.of(new PretrainCommand(), args(undisturbed));

        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).contains(undisturbed + " is complete; nothing to do");
        assertThat(JSON.readTree(second.lastLine())).isEqualTo(JSON.readTree(printed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--input | nowhere | 1 | nowhere is no directory; make one with ./retain preprocess",
                "--pretrain.held-out-games | nobody | 1 | is held out with [nobody] held out",
                "--pretrain.held-out-games | nle | 1 | is left to train on with [nle] held out",
                "--network | tiny | 2 | network",
                "--pretrain.passes | 0 | 2 | 0 passes",
                "--learner.initial-weights | nowhere | 1 | nowhere"
            })
    void saysWhatIsWrongBeforeItTrains(String option, String value, int code, String message)
            throws IOException {
        TestingRun run = run(option, value);

        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).isEqualTo(code);
        try (Stream<Path> files = Files.walk(output)) {
            assertThat(files.filter(path -> path.toString().endsWith(".safetensors"))).isEmpty();
        }
    }

    @Test
    void refusesANetworkThatDoesNotFitTheGames() throws Exception {
        TestingRun continuous = run(new GaussianNetShape(39, List.of(8), 1, 4));
        TestingRun fewActions = run(new SmallNetShape(4, 8, 8, 8, 3));

        assertThat(continuous.exitCode()).isEqualTo(1);
        assertThat(continuous.err())
                .contains("a Gaussian policy, which answers with continuous actions");
        assertThat(fewActions.exitCode()).isEqualTo(1);
        assertThat(fewActions.err()).contains("the policy has 3 actions");
    }

    private TestingRun run(PolicyShape shape) throws IOException {
        String weights = directory.resolve(shape.getClass().getSimpleName()).toString();
        PolicyWeights.random(shape, 1).write(weights);
        return run("--learner.initial-weights", weights);
    }

    private TestingRun run(String... more) {
        List<String> args = new ArrayList<>(List.of(args(output)));
        int given = args.indexOf(more[0]);
        if (given >= 0) {
            args.subList(given, given + 2).clear();
        }
        args.addAll(List.of(more));
        return TestingRun.of(new PretrainCommand(), args.toArray(String[]::new));
    }

    /** Validates at the end only: when a validation comes otherwise depends on the clock. */
    private static String[] args(Path output) {
        return new String[] {
            "pretrain",
            "--json",
            "--input",
            shards.toString(),
            "--output",
            output.toString(),
            "--max-updates",
            String.valueOf(UPDATES),
            "--pretrain.lanes",
            "16",
            "--pretrain.piece-segments",
            "8",
            "--pretrain.held-out-games",
            HELD_OUT,
            "--pretrain.validation-interval",
            "1h",
            "--job.checkpoint-interval",
            "200ms"
        };
    }

    private void killAmidTraining() throws Exception {
        Process process = start(output, "killed");
        try {
            // A report is there once the checkpoint behind it is.
            while (updatesReported(output).isEmpty()) {
                boolean ended = process.waitFor(5, TimeUnit.MILLISECONDS);
                assertThat(ended).as(log("killed")).isFalse();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A JVM of its own, since the threads of PyTorch are set once in a JVM. */
    private static Process start(Path output, String name) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-Dretain.torch.threads=1",
                                "-Dretain.state=" + directory.resolve("state"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Retain.class.getName()));
        command.addAll(List.of(args(output)));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve(name + ".out").toFile())
                .redirectError(directory.resolve(name + ".log").toFile())
                .start();
    }

    /** Waits for the end; returns what was printed. */
    private static String complete(Process process, String name) throws Exception {
        try {
            assertThat(process.waitFor()).as(log(name)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(directory.resolve(name + ".out"));
    }

    private static String log(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".log"));
    }

    private static JsonNode result(Path output) throws IOException {
        return JSON.readTree(output.resolve("result.json").toFile());
    }

    /** Updates of the reports that training left on its way, in order. */
    private static List<Integer> updatesReported(Path output) throws IOException {
        Path metrics = output.resolve("metrics");
        List<Integer> updates = new ArrayList<>();
        if (!Files.isDirectory(metrics)) {
            return updates;
        }
        try (Stream<Path> files =
                Files.find(
                        metrics,
                        2,
                        (file, attributes) ->
                                attributes.isRegularFile()
                                        && !file.getFileName().toString().startsWith("."))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode report = JSON.readTree(line);
                    if (report.get("stopped").isNull()) {
                        updates.add(report.get("updates").asInt());
                    }
                }
            }
        }
        return updates.stream().sorted().toList();
    }
}
