package org.retain.operators.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.operators.file.TestingFileSystem;

/** Tests for {@link StopFile}. */
class StopFileTest {

    @TempDir Path directory;

    private StopFile file;

    @BeforeEach
    void create() {
        file = new StopFile(TestingFileSystem.uri(directory.resolve("run")));
    }

    @AfterEach
    void repair() {
        TestingFileSystem.repair();
    }

    @Test
    void isAbsentUntilItIsWritten() throws Exception {
        assertThat(file.read()).isEmpty();

        file.write("10000 updates are done");

        assertThat(file.read()).contains("10000 updates are done");
        assertThat(directory.resolve("run/STOP")).hasContent("10000 updates are done\n");
    }

    @Test
    void theFirstReasonStays() throws Exception {
        file.write("first");
        file.write("second");

        assertThat(file.read()).contains("first");
    }

    @Test
    void theReasonIsOneLine() throws Exception {
        file.write(" a failure:\n out of memory\n");

        assertThat(file.read()).contains("a failure:  out of memory");
        assertThat(Files.readAllLines(directory.resolve("run/STOP"))).hasSize(1);
        assertThatThrownBy(() -> file.write("\n")).hasMessageContaining("expected one line");
    }

    @Test
    void anEmptyFileMadeByHandStopsToo() throws Exception {
        Files.createDirectories(directory.resolve("run"));
        Files.createFile(directory.resolve("run/STOP"));

        assertThat(file.read()).contains("no reason given");
    }

    @Test
    void aFullDiskLeavesNoFile() throws Exception {
        TestingFileSystem.fillUp(3);

        assertThatThrownBy(() -> file.write("10000 updates are done"))
                .isInstanceOf(IOException.class);

        assertThat(file.read()).isEmpty();
        assertThat(directory.resolve("run")).isEmptyDirectory();
    }

    @Test
    void travelsWithAJob() throws Exception {
        file.write("first");

        assertThat(InstantiationUtil.clone(file).read()).contains("first");
        assertThat(file).hasToString(TestingFileSystem.uri(directory.resolve("run/STOP")));
    }
}
