package org.retain.datasets.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {

    @TempDir private Path directory;

    @Test
    void hasOneOwnerAtATime() throws Exception {
        Path file = directory.resolve("absent/lock");
        try (LockFile first = LockFile.tryAcquire(file).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(LockFile.tryAcquire(file)).isEmpty();
        }
        assertThat(Files.exists(file)).isTrue();

        try (LockFile next = LockFile.tryAcquire(file).orElseThrow()) {
            assertThat(next).isNotNull();
        }
    }
}
