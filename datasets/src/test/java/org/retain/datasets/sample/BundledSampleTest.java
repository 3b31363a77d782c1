package org.retain.datasets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledSampleTest {

    @TempDir private Path directory;

    @Test
    void extractsExactlyTheListedFiles() throws IOException {
        Path root = BundledSample.extractTo(directory.resolve("new/sample"));

        assertThat(relativeFiles(root)).isEqualTo(BundledSample.files());
    }

    @Test
    void replacesFilesThatAreAlreadyThere() throws IOException {
        String file = BundledSample.files().get(0);
        Path target = BundledSample.extractTo(directory).resolve(file);
        long size = Files.size(target);
        Files.writeString(target, "half written");

        BundledSample.extractTo(directory);

        assertThat(target).hasSize(size);
    }

    @Test
    void namesEveryRecordingInItsXlogfile() throws IOException {
        BundledSample.extractTo(directory);

        for (String file : BundledSample.files()) {
            if (file.endsWith(".xlogfile")) {
                Path xlogfile = directory.resolve(file);
                for (String line : Files.readAllLines(xlogfile)) {
                    String recording = line.substring(line.indexOf("ttyrecname=") + 11);
                    assertThat(xlogfile.resolveSibling(recording)).exists();
                }
            }
        }
    }

    private static List<String> relativeFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
