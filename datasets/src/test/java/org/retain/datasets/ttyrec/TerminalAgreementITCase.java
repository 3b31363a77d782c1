package org.retain.datasets.ttyrec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.TestingPython;
import org.retain.datasets.ttyrec.TestingRecordings.Golden;

/** Random recordings, new ones in each run, decoded by NLE's own converter and by ours. */
class TerminalAgreementITCase {

    private static final int RECORDINGS = 500;
    private static final int FRAMES = 60;

    @TempDir private Path directory;

    @Test
    void decodesRandomRecordingsAsNleDoes() throws IOException {
        long firstSeed = System.nanoTime();
        for (int i = 0; i < RECORDINGS; i++) {
            Files.write(
                    directory.resolve(firstSeed + i + ".ttyrec3.bz2"),
                    new TestingTerminalOutput(firstSeed + i).recording(FRAMES).compressed());
        }

        List<Golden> expected =
                TestingRecordings.parse(
                        TestingPython.install()
                                .run(script(), directory.toString())
                                .lines()
                                .filter(line -> line.startsWith("{"))
                                .toList());

        assertThat(expected).hasSize(RECORDINGS);
        for (Golden golden : expected) {
            try (TtyrecReader reader = TtyrecReader.open(directory.resolve(golden.file()))) {
                assertThat(TestingRecordings.decode(reader, golden.file(), 7)).isEqualTo(golden);
                assertThat(reader.problems()).as(golden.file()).isEmpty();
            }
        }
    }

    private static String script() throws IOException {
        try (InputStream in =
                TerminalAgreementITCase.class.getResourceAsStream("/ttyrec/golden.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
