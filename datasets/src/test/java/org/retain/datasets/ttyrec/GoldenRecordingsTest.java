package org.retain.datasets.ttyrec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.sample.BundledSample;
import org.retain.datasets.ttyrec.TestingRecordings.Golden;

/** Whole games against the digests of what NLE 1.3.0's converter makes of them. */
class GoldenRecordingsTest {

    @TempDir private static Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 1000})
    void decodesTheBundledGamesAsNleDoes(int chunk) throws IOException {
        Path root = BundledSample.extractTo(directory);

        for (Golden golden : TestingRecordings.bundled()) {
            assertThat(decode(root, golden, chunk)).isEqualTo(golden);
        }
    }

    @Test
    void decodesRandomTerminalOutputAsNleDoes() throws IOException {
        for (Golden golden : TestingRecordings.golden("/ttyrec/synthetic/golden.jsonl")) {
            InputStream in =
                    GoldenRecordingsTest.class.getResourceAsStream(
                            "/ttyrec/synthetic/" + golden.file());
            try (TtyrecReader reader = TtyrecReader.open(in, golden.file())) {
                assertThat(TestingRecordings.decode(reader, golden.file(), 10)).isEqualTo(golden);
                assertThat(reader.problems()).isEmpty();
            }
        }
    }

    @Test
    @EnabledIf("haveSharedGames")
    void decodesTheSharedGamesAsNleDoes() {
        Path root = TestingRecordings.sharedRoot().orElseThrow();
        List<Golden> expected = TestingRecordings.shared();

        List<Golden> decoded =
                expected.parallelStream().map(golden -> decode(root, golden, 256)).toList();

        assertThat(decoded).isEqualTo(expected).isNotEmpty();
    }

    static boolean haveSharedGames() {
        Optional<Path> root = TestingRecordings.sharedRoot();
        return root.isPresent() && !TestingRecordings.shared().isEmpty();
    }

    private static Golden decode(Path root, Golden golden, int chunk) {
        try (TtyrecReader reader = TtyrecReader.open(root.resolve(golden.file()))) {
            Golden decoded = TestingRecordings.decode(reader, golden.file(), chunk);
            assertThat(reader.problems()).as(golden.file()).isEmpty();
            return decoded;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
