package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retain.datasets.TestingPython;

/** The notebooks run on the committed results, and say what is committed. */
class NotebooksITCase {

    private static final Path NOTEBOOKS = Path.of("../notebooks");
    private static final long MAX_NOTEBOOK_BYTES = 150_000;
    private static final long MAX_DATA_BYTES = 1_500_000;

    @Test
    void runWithoutAnErrorAndPrintWhatIsCommitted() {
        TestingPython python = TestingPython.install(NOTEBOOKS.resolve("requirements.txt"));

        String printed = python.run(NOTEBOOKS.resolve("execute.py"), "--check");

        assertThat(printed).contains(notebooks().map(n -> n.getFileName().toString()).toList());
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void areSmall(Path notebook) throws IOException {
        assertThat(Files.size(notebook)).isLessThan(MAX_NOTEBOOK_BYTES);
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void sayNothingOfTheMachineAndTheTimeOfTheirExecution(Path notebook) throws IOException {
        JsonNode content = new ObjectMapper().readTree(notebook.toFile());

        assertThat(content.path("metadata").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("kernelspec", "language_info");
        for (JsonNode cell : content.path("cells")) {
            assertThat(cell.path("metadata").isEmpty())
                    .as("metadata of a cell: %s", cell.path("metadata"))
                    .isTrue();
            assertThat(cell.path("outputs").toString())
                    .doesNotContainPattern("[\"'( ]/[A-Za-z]\\w*/\\w")
                    .doesNotContainPattern("\\b[A-Z]:\\\\");
        }
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void areCommittedWithTheirOutputs(Path notebook) throws IOException {
        for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                assertThat(cell.path("execution_count").isInt()).isTrue();
            }
            for (JsonNode output : cell.path("outputs")) {
                assertThat(output.path("output_type").asText()).isNotEqualTo("error");
                assertThat(output.path("name").asText()).isNotEqualTo("stderr");
            }
        }
    }

    @Test
    void readNoMoreThanAFewSmallFiles() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(NOTEBOOKS.resolve("data"))) {
            files = all.filter(Files::isRegularFile).toList();
        }

        assertThat(files).isNotEmpty();
        assertThat(files.stream().mapToLong(file -> file.toFile().length()).sum())
                .isLessThan(MAX_DATA_BYTES);
    }

    private static Stream<Path> notebooks() {
        try (Stream<Path> files = Files.list(NOTEBOOKS)) {
            return files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
