package org.retain.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.sample.BundledSample;
import org.retain.datasets.ttyrec.TestingRecordings;
import org.retain.datasets.ttyrec.TestingRecordings.Golden;
import org.retain.datasets.ttyrec.TestingTtyrecWriter;
import org.retain.jobs.command.TestingRun;

class InspectCommandTest {

    @TempDir private Path directory;

    private Path game;

    @BeforeEach
    void record() throws IOException {
        game = directory.resolve("game.ttyrec3.bz2");
        Files.write(game, recording().compressed());
    }

    @Test
    void showsASummaryAndTheFirstFrame() {
        TestingRun run = inspect(game.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(26);
        assertThat(lines.get(0)).endsWith("game.ttyrec3.bz2: 3 frames, 1:01:01, highest score 70");
        assertThat(lines.get(1)).startsWith("frame 0  key a  score 5  ");
        assertThat(lines.get(2)).startsWith("\u001b[0;31mfirst");
    }

    @Test
    void showsOneFrame() {
        TestingRun run = inspect(game.toString(), "--frame", "2");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(25).first().asString().startsWith("frame 2  key Esc");
    }

    @Test
    void failsForAFrameThatIsNotThere() {
        TestingRun run = inspect(game.toString(), "--frame", "3");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("has no frame 3: it has 3, counted from 0");
    }

    @Test
    void digestsAsTheGoldenFilesDo() throws IOException {
        Path root = BundledSample.extractTo(directory.resolve("sample"));
        List<Golden> bundled = TestingRecordings.bundled();
        String[] args =
                bundled.stream()
                        .map(golden -> root.resolve(golden.file()).toString())
                        .toArray(String[]::new);

        TestingRun run = inspect(append(args, "--digest"));

        assertThat(run.exitCode()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSameSizeAs(bundled);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = new ObjectMapper().readTree(lines.get(i));
            assertThat(line.get("file").asText()).isEqualTo(args[i]);
            assertThat(line.get("frames").asLong()).isEqualTo(bundled.get(i).frames());
            assertThat(line.get("problems")).isEmpty();
            bundled.get(i)
                    .sha256()
                    .forEach(
                            (array, digest) ->
                                    assertThat(line.get(array + "_sha256").asText())
                                            .isEqualTo(digest));
            assertThat(line).hasSize(9);
        }
    }

    @Test
    void succeedsWithWhatIsWholeOfADamagedFile() throws IOException {
        byte[] records = recording().records();
        Files.write(
                game, TestingTtyrecWriter.compress(Arrays.copyOf(records, records.length - 20)));

        TestingRun shown = inspect(game.toString());
        TestingRun digested = inspect(game.toString(), "--digest");

        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).contains("2 frames");
        assertThat(shown.err()).contains("damaged: The data ends inside a record, after frame 2");
        assertThat(digested.exitCode()).isZero();
        assertThat(digested.out()).contains("\"problems\":[\"The data ends inside a record");
    }

    @Test
    void failsWhenNothingOfAFileCanBeReadButDoesTheOthers() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "hello");
        Path cut =
                Files.write(directory.resolve("cut"), Arrays.copyOf(recording().compressed(), 60));

        TestingRun run =
                inspect(
                        text.toString(),
                        cut.toString(),
                        directory.resolve("absent").toString(),
                        game.toString(),
                        "--digest");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .hasSize(4)
                .last()
                .asString()
                .contains("\"frames\":3")
                .contains("\"problems\":[]");
        assertThat(run.err())
                .contains("text is no ttyrec3 recording")
                .contains("cut: no frame could be read")
                .contains("absent does not exist");
    }

    @Test
    void refusesWhatCannotBeDoneTogether() {
        assertThat(inspect(game.toString(), "--digest", "--frame", "1").exitCode()).isEqualTo(2);
        assertThat(inspect(game.toString(), "--frame", "-1").exitCode()).isEqualTo(2);
        assertThat(inspect(game.toString(), "--speed", "0").exitCode()).isEqualTo(2);
        assertThat(inspect(game.toString(), "--play").err()).contains("--play draws on a terminal");
    }

    private static TestingTtyrecWriter recording() {
        return new TestingTtyrecWriter()
                .output("\u001b[31mfirst")
                .score(5)
                .time(1_000, 0)
                .key('a')
                .output("\u001b[H")
                .score(70)
                .time(2_000, 0)
                .key('b')
                .score(0)
                .time(4_661, 500_000)
                .key(27)
                .score(0);
    }

    private static String[] append(String[] args, String last) {
        String[] all = Arrays.copyOf(args, args.length + 1);
        all[args.length] = last;
        return all;
    }

    private static TestingRun inspect(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "inspect";
        System.arraycopy(args, 0, all, 1, args.length);
        return TestingRun.of(new InspectCommand(), all);
    }
}
