package org.retain.operators.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link AtomicFile}. */
class AtomicFileTest {

    @TempDir Path directory;

    @AfterEach
    void repair() {
        TestingFileSystem.repair();
    }

    @Test
    void createsDirectoriesAndReplacesAnOlderFile() throws Exception {
        write("a/b/file", "old and long");
        write("a/b/file", "new");

        assertThat(directory.resolve("a/b/file")).hasContent("new");
        assertThat(directory.resolve("a/b")).isDirectoryNotContaining("glob:**inprogress**");
    }

    @Test
    void aFailureKeepsTheOldFileAndLeavesNothingElse() throws Exception {
        write("file", "old");
        Path foreign = Files.writeString(directory.resolve(".other.inprogress.1"), "foreign");
        TestingFileSystem.fillUp(3);

        assertThatThrownBy(() -> write("file", "longer than three bytes"))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");

        assertThat(directory.resolve("file")).hasContent("old");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(directory.resolve("file"), foreign);
        }
    }

    private void write(String name, String content) throws IOException {
        AtomicFile.write(
                new org.apache.flink.core.fs.Path(TestingFileSystem.uri(directory.resolve(name))),
                content.getBytes(UTF_8));
    }
}
