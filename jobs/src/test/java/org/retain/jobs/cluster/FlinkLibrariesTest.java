package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkLibrariesTest {
    @TempDir private Path lib;

    @Test
    void copiesWhatADistributionLacksOnce() throws Exception {
        Files.copy(jarOf(StreamExecutionEnvironment.class), lib.resolve("flink-dist-2.3.0.jar"));

        List<String> copied = FlinkLibraries.copyTo(lib);

        assertThat(copied)
                .contains(jarOf(NDManager.class).getFileName().toString())
                .anyMatch(name -> name.startsWith("pytorch-native-cpu-"))
                .anyMatch(name -> name.startsWith("flink-connector-kafka-"))
                .anyMatch(name -> name.startsWith("kafka-clients-"))
                .doesNotContain(jarOf(StreamExecutionEnvironment.class).getFileName().toString())
                .noneMatch(name -> name.startsWith("kafka_2.13-"))
                .noneMatch(name -> name.startsWith("scala-"))
                .noneMatch(name -> name.startsWith("retain-"));
        assertThat(FlinkLibraries.copyTo(lib)).isEmpty();
        try (Stream<Path> files = Files.list(lib)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsAll(copied)
                    .noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void aDirectoryOfNoDistributionIsRefused() {
        assertThatThrownBy(() -> FlinkLibraries.copyTo(lib))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(lib + " holds no flink-dist-2.3.0.jar")
                .hasMessageContaining("lib directory of a Flink 2.3.0 distribution");
        assertThat(lib).isEmptyDirectory();
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
