package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.operators.file.TestingFileSystem;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.ScaledNetShape;

/** Tests for {@link WeightsDirectory}. */
class WeightsDirectoryTest {

    private static final PolicyWeights WEIGHTS =
            PolicyWeights.random(new ScaledNetShape(1, 1, 1, 1, 1, 2), 7);
    private static final int EPOCH = 0x1234abcd;

    @TempDir Path parent;

    private Path path;
    private WeightsDirectory directory;

    @BeforeEach
    void create() {
        path = parent.resolve("run/weights");
        directory = directory(2);
    }

    @AfterEach
    void repair() {
        TestingFileSystem.repair();
    }

    @Test
    void writesAFileThatReadsBackUnderItsUriAndHash() {
        WrittenWeights written = directory.write(WeightsVersion.of(EPOCH, 5), WEIGHTS);

        assertThat(path.resolve("weights-1234abcd00000005.safetensors")).exists();
        assertThat(written.uri()).isEqualTo(uri("weights-1234abcd00000005.safetensors"));
        assertThat(directory.files()).containsExactly(written.uri());
        PolicyWeights.Loaded loaded =
                PolicyWeights.read(written.uri(), Optional.of(written.sha256()));
        assertThat(loaded.weights().encode()).isEqualTo(WEIGHTS.encode());
    }

    @Test
    void aRelativePathBecomesAUriThatOtherProcessesUnderstand() {
        WrittenWeights written =
                new WeightsDirectory(relative(path), 1).write(WeightsVersion.of(EPOCH, 5), WEIGHTS);

        assertThat(java.net.URI.create(written.uri()))
                .isEqualTo(
                        java.net.URI.create(
                                "file:" + path.resolve("weights-1234abcd00000005.safetensors")));
    }

    @Test
    void keepsTheLastFilesAndTheAnnouncedOne() {
        directory.announced(write(EPOCH, 0).uri());
        IntStream.rangeClosed(1, 5).forEach(updates -> write(EPOCH, updates));

        assertThat(names()).containsExactly(name(EPOCH, 0), name(EPOCH, 4), name(EPOCH, 5));
        assertThat(directory.files())
                .containsExactly(uri(name(EPOCH, 0)), uri(name(EPOCH, 4)), uri(name(EPOCH, 5)));
    }

    @Test
    void deletesTheFormerlyAnnouncedOneWhenItsTurnComes() {
        IntStream.rangeClosed(1, 9)
                .forEach(updates -> directory.announced(write(EPOCH, updates).uri()));

        assertThat(names()).containsExactly(name(EPOCH, 8), name(EPOCH, 9));
    }

    @Test
    void deletesNothingBeforeTheFirstAnnouncement() {
        IntStream.rangeClosed(1, 4).forEach(updates -> write(EPOCH, updates));

        assertThat(names()).hasSize(4);
    }

    @Test
    void neverDeletesAFileThatItDoesNotKnow() throws Exception {
        Files.createDirectories(path);
        List<String> foreign =
                List.of(name(EPOCH + 1, 1), "teacher.safetensors", "weights-latest.safetensors");
        for (String name : foreign) {
            Files.createFile(path.resolve(name));
        }

        IntStream.rangeClosed(1, 9)
                .forEach(updates -> directory.announced(write(EPOCH, updates).uri()));
        directory.restore(directory.files());
        directory.announced(write(EPOCH, 10).uri());
        directory.announced(write(EPOCH, 11).uri());

        assertThat(names())
                .containsExactlyInAnyOrder(
                        name(EPOCH, 10),
                        name(EPOCH, 11),
                        foreign.get(0),
                        foreign.get(1),
                        foreign.get(2));
    }

    @Test
    void deletesTheFilesOfALostAttempt() {
        directory.announced(write(EPOCH, 1).uri());
        directory.announced(write(EPOCH, 2).uri());
        List<String> checkpoint = directory.files();
        directory.announced(write(EPOCH, 3).uri());
        directory.announced(write(EPOCH, 4).uri());

        WeightsDirectory restored = directory(2);
        restored.restore(checkpoint);
        WrittenWeights again = restored.write(WeightsVersion.of(EPOCH + 1, 2), WEIGHTS);

        assertThat(names())
                .as("before the first announcement the lost attempt's last one counts")
                .containsExactly(name(EPOCH, 3), name(EPOCH, 4), name(EPOCH + 1, 2));

        restored.announced(again.uri());
        restored.announced(restored.write(WeightsVersion.of(EPOCH + 1, 3), WEIGHTS).uri());

        assertThat(names()).containsExactly(name(EPOCH + 1, 2), name(EPOCH + 1, 3));
        assertThat(restored.files())
                .containsExactly(uri(name(EPOCH + 1, 2)), uri(name(EPOCH + 1, 3)));
    }

    @Test
    void retriesAFailedDeleteAtTheNextWrite() {
        TestingFileSystem.forbidDeletion(name(EPOCH, 1));
        IntStream.rangeClosed(1, 5)
                .forEach(updates -> directory.announced(write(EPOCH, updates).uri()));

        assertThat(names()).containsExactly(name(EPOCH, 1), name(EPOCH, 4), name(EPOCH, 5));
        assertThat(directory.files()).contains(uri(name(EPOCH, 1)));

        TestingFileSystem.repair();
        directory.announced(write(EPOCH, 6).uri());

        assertThat(names()).containsExactly(name(EPOCH, 5), name(EPOCH, 6));
    }

    @Test
    void forgetsAFileThatSomeoneElseDeleted() throws Exception {
        directory.announced(write(EPOCH, 1).uri());
        Files.delete(path.resolve(name(EPOCH, 1)));
        IntStream.rangeClosed(2, 4)
                .forEach(updates -> directory.announced(write(EPOCH, updates).uri()));

        assertThat(directory.files()).containsExactly(uri(name(EPOCH, 3)), uri(name(EPOCH, 4)));
    }

    @Test
    void aFullDiskLeavesNoHalfWrittenFile() {
        directory.announced(write(EPOCH, 1).uri());
        TestingFileSystem.fillUp(100);

        assertThatThrownBy(() -> write(EPOCH, 2))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(uri(name(EPOCH, 2)))
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("--weights.directory");

        assertThat(names()).containsExactly(name(EPOCH, 1));
        assertThat(directory.files()).containsExactly(uri(name(EPOCH, 1)));
    }

    @Test
    void saysWhereItCannotWrite() throws Exception {
        Files.createDirectories(path.getParent());
        Files.createFile(path);

        assertThatThrownBy(() -> write(EPOCH, 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(uri(name(EPOCH, 1)))
                .hasMessageContaining("expected a directory");
    }

    @Test
    void refusesAnUnknownSchemeAndAnEmptyDirectory() {
        assertThatThrownBy(() -> new WeightsDirectory("nowhere://bucket/weights", 3))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> new WeightsDirectory("weights", 0))
                .hasMessage("--weights.keep is 0, expected at least 1");
    }

    private WrittenWeights write(int epoch, int updates) {
        return directory.write(WeightsVersion.of(epoch, updates), WEIGHTS);
    }

    private WeightsDirectory directory(int keep) {
        return new WeightsDirectory(TestingFileSystem.uri(path), keep);
    }

    private String uri(String name) {
        return TestingFileSystem.uri(path.resolve(name));
    }

    /** Hidden ones too, such as those of an unfinished write. */
    private List<String> names() {
        try (var files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(int epoch, int updates) {
        return "weights-%s.safetensors".formatted(WeightsVersion.of(epoch, updates));
    }

    private static String relative(Path path) {
        return Path.of("").toAbsolutePath().relativize(path).toString();
    }
}
