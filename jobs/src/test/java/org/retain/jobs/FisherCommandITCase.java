package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.nld.TestingGames;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.jobs.command.TestingRun;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;
import org.retain.operators.policy.TensorFile;

/** {@code ./retain fisher} from recorded games to the file, on a real cluster. */
@Timeout(300)
class FisherCommandITCase {

    private static final PolicyShape SHAPE = new SmallNetShape(8, 16, 32, 24, 121);

    @TempDir private Path directory;

    @BeforeEach
    void preprocess() throws Exception {
        TestingGames.copyTo(directory.resolve("games"));
        TestingRun run =
                TestingRun.of(
                        new PreprocessCommand(),
                        "preprocess",
                        "--input",
                        directory.resolve("games").toString(),
                        "--output",
                        directory.resolve("segments").toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        PolicyWeights.random(SHAPE, 1).write(weights());
    }

    @Test
    void writesWeightsAndInformationOfEveryParameterButTheValueHeads() throws Exception {
        for (String variant : List.of("true", "batch-mean")) {
            TestingRun run =
                    fisher("--fisher.variant", variant, "--fisher.samples", "60", "--json");

            assertThat(run.exitCode()).as(run.err()).isZero();
            JsonNode summary = new ObjectMapper().readTree(run.lastLine());
            TensorFile file =
                    TensorFile.read(output(), Optional.of(summary.get("sha256").asText()));
            assertThat(summary.get("weights").asText()).isEqualTo(weights());
            assertThat(summary.get("output").asText()).isEqualTo(output());
            if (variant.equals("true")) {
                assertThat(summary.get("samples").asLong()).isEqualTo(60);
            } else {
                assertThat(summary.get("samples").asLong()).isBetween(2L, 1000L);
            }
            assertCovers(file.tensors());
        }
    }

    private static void assertCovers(Map<String, SafetensorsEntry> tensors) {
        List<String> expected = new ArrayList<>();
        SHAPE.parameters().stream()
                .filter(spec -> !spec.name().startsWith("value"))
                .forEach(
                        spec -> {
                            expected.add("anchor." + spec.name());
                            expected.add("fisher." + spec.name());
                            assertThat(tensors.get("fisher." + spec.name()).shape())
                                    .isEqualTo(spec.shape());
                            assertThat(sum(tensors.get("fisher." + spec.name())))
                                    .as(spec.name())
                                    .isPositive();
                        });
        assertThat(tensors).containsOnlyKeys(expected);
    }

    private static double sum(SafetensorsEntry entry) {
        ByteBuffer data = entry.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        double sum = 0;
        while (data.hasRemaining()) {
            float value = data.getFloat();
            assertThat(value).isNotNegative();
            sum += value;
        }
        return sum;
    }

    @Test
    void refusesAWeightsFileThatIsMissingWithoutRetries() {
        TestingRun run =
                TestingRun.of(
                        new FisherCommand(),
                        "fisher",
                        "--weights",
                        directory.resolve("none").toString(),
                        "--input",
                        directory.resolve("segments").toString(),
                        "--output",
                        output());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("none: no such weights file");
    }

    @Test
    void refusesAnOptionOutOfRangeBeforeAnythingStarts() {
        TestingRun run = fisher("--fisher.lanes", "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Option fisher.lanes is 0, expected at least 1");
    }

    private TestingRun fisher(String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "fisher",
                                "--weights",
                                weights(),
                                "--input",
                                directory.resolve("segments").toString(),
                                "--output",
                                output()));
        args.addAll(List.of(more));
        return TestingRun.of(new FisherCommand(), args.toArray(String[]::new));
    }

    private String weights() {
        return directory.resolve("weights.safetensors").toString();
    }

    private String output() {
        return directory.resolve("fisher.safetensors").toString();
    }
}
