package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.nld.TestingBadGames;
import org.retain.datasets.nld.TestingGames;
import org.retain.datasets.parquet.SegmentParquetReader;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.ttyrec.TestingRecordings;
import org.retain.datasets.ttyrec.TestingRecordings.Golden;
import org.retain.jobs.command.TestingRun;

/** {@code ./retain preprocess} from recordings to shards, also when it is killed on the way. */
@Timeout(300)
class PreprocessJobITCase {

    private static final String EACH_GAME_A_SHARD = "1b";

    @TempDir private Path directory;
    private Path input;
    private Path output;

    @BeforeEach
    void setUp() {
        input = directory.resolve("input");
        output = directory.resolve("output");
    }

    @Test
    void shardsHoldTheFramesThatNleDecodes() throws Exception {
        TestingGames.copyTo(input);
        List<Golden> golden = new ArrayList<>(TestingRecordings.bundled());
        Path root = input;
        if (TestingRecordings.sharedRoot().isPresent()) {
            root = TestingRecordings.sharedRoot().get();
            golden.addAll(TestingRecordings.shared());
        }

        JsonNode summary = preprocess(root, output, "--shard.size", "4mb");

        Map<String, Golden> expected = new TreeMap<>();
        golden.forEach(game -> expected.put(game.file(), game));
        long frames = 0;
        for (Path shard : shards()) {
            try (SegmentParquetReader reader = SegmentParquetReader.open(shard)) {
                for (var episode : reader.episodes()) {
                    Golden game = expected.get(episode.id());
                    assertThat(digests(reader, episode.segments()))
                            .as(episode.id())
                            .isEqualTo(new TreeMap<>(game.sha256()));
                    assertThat(episode.steps()).isEqualTo(game.frames());
                    frames += episode.steps();
                }
            }
        }
        assertThat(frames).isPositive().isEqualTo(summary.get("frames").longValue());
        assertThat(summary.get("skipped")).isEmpty();
        assertThat(summary.get("damaged")).isEmpty();
        // The bundled games are short, so that their first screens and footers weigh more.
        long limit = root.equals(input) ? 70 : 50;
        assertThat(summary.get("bytes").longValue() / frames).isLessThanOrEqualTo(limit);
    }

    @Test
    void aKilledRunIsResumedToTheSameBytesAsAnUndisturbedOne() throws Exception {
        for (int copy = 0; copy < 4; copy++) {
            TestingGames.copyTo(input.resolve("copy-" + copy));
        }
        Path undisturbed = directory.resolve("undisturbed");
        preprocess(input, undisturbed, "--shard.size", EACH_GAME_A_SHARD, "--parallelism", "2");

        killAfterTheFirstShard();

        assertThat(output.resolve("manifest.json")).doesNotExist();
        assertThat(shards()).isNotEmpty().hasSizeLessThan(12);
        for (Path shard : shards()) {
            assertThat(shard).hasSameBinaryContentAs(undisturbed.resolve(shard.getFileName()));
        }
        JsonNode summary =
                preprocess(input, output, "--shard.size", EACH_GAME_A_SHARD, "--parallelism", "1");
        assertThat(summary.get("games").intValue()).isEqualTo(12);
        assertThat(contents(output)).isEqualTo(contents(undisturbed));
    }

    @Test
    void aSecondRunDoesNothingAndSaysSo() throws Exception {
        TestingGames.copyTo(input);
        preprocess(input, output);
        Map<Path, Long> before = times();

        TestingRun second = run(input, output);

        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).contains("is complete; nothing to do");
        assertThat(
                        new ObjectMapper()
                                .readTree(second.lastLine())
                                .get("already_complete")
                                .asBoolean())
                .isTrue();
        assertThat(times()).isEqualTo(before);
    }

    @Test
    void badRecordingsAreReportedAndNeverFailTheJob() throws Exception {
        TestingGames.copyTo(input);
        TestingBadGames.writeTo(input);
        Files.createSymbolicLink(input.resolve("back"), input);

        TestingRun run =
                run(input, output, "--shard.size", EACH_GAME_A_SHARD, "--parallelism", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(run.lastLine());
        TreeSet<String> skipped = new TreeSet<>(TestingBadGames.useless().keySet());
        skipped.add("back");
        assertThat(files(summary.get("skipped"))).isEqualTo(skipped);
        TreeSet<String> damaged = new TreeSet<>(TestingBadGames.damaged().keySet());
        damaged.add(TestingBadGames.CUT);
        damaged.add(TestingBadGames.FLIPPED);
        assertThat(files(summary.get("damaged"))).isEqualTo(damaged);
        assertThat(summary.get("games").intValue()).isEqualTo(3 + 7);
        JsonNode manifest = new ObjectMapper().readTree(output.resolve("manifest.json").toFile());
        assertThat(manifest.get("skipped")).isEqualTo(summary.get("skipped"));
        assertThat(manifest.get("shards")).hasSize(shards().size()).hasSize(3 + 7);
    }

    @Test
    void refusesAnOutputOfOtherOptions() {
        TestingGames.copyTo(input);
        assertThat(run(input, output).exitCode()).isZero();

        TestingRun other = run(input, output, "--segment.length", "16");

        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("segment.length '32', now it is '16'");
    }

    @Test
    void saysWhatIsWrongWithTheInput() throws IOException {
        TestingGames.copyTo(input);
        Files.createDirectories(directory.resolve("empty"));

        assertThat(run(directory.resolve("absent"), output).err()).contains("No directory");
        assertThat(run(directory.resolve("empty"), output).err()).contains("No game to preprocess");
        assertThat(run(input, output, "--role", "Bard").err()).contains("Unknown role 'Bard'");
        assertThat(run(input, output, "--segment.length", "0").exitCode()).isEqualTo(2);
        assertThat(output).doesNotExist();
    }

    @Test
    void saysWhenTheOutputCannotBeWritten() throws IOException {
        TestingGames.copyTo(input);
        Files.writeString(output, "a file in the way");

        TestingRun run = run(input, output);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Cannot write to " + output);
    }

    private void killAfterTheFirstShard() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-Dretain.state=" + directory.resolve("state"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Retain.class.getName(),
                                "preprocess",
                                "--input",
                                input.toString(),
                                "--output",
                                output.toString(),
                                "--shard.size",
                                EACH_GAME_A_SHARD,
                                "--parallelism",
                                "1")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("killed.log").toFile())
                        .start();
        try {
            Path first = output.resolve("_preprocess/shard-00000.json");
            while (!Files.exists(first)) {
                boolean ended = process.waitFor(5, TimeUnit.MILLISECONDS);
                assertThat(ended).as(Files.readString(directory.resolve("killed.log"))).isFalse();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static JsonNode preprocess(Path input, Path output, String... more) throws IOException {
        TestingRun run = run(input, output, more);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.lastLine());
    }

    private static TestingRun run(Path input, Path output, String... more) {
        List<String> args = new ArrayList<>();
        args.addAll(List.of("preprocess", "--json"));
        args.addAll(List.of("--input", input.toString(), "--output", output.toString()));
        args.addAll(List.of(more));
        return TestingRun.of(new PreprocessCommand(), args.toArray(String[]::new));
    }

    private List<Path> shards() throws IOException {
        try (Stream<Path> files = Files.list(output)) {
            return files.filter(
                            FileSystems.getDefault().getPathMatcher("glob:**/shard-*.parquet")
                                    ::matches)
                    .sorted()
                    .toList();
        }
    }

    private static TreeSet<String> files(JsonNode list) {
        TreeSet<String> files = new TreeSet<>();
        list.forEach(entry -> files.add(entry.get("file").textValue()));
        return files;
    }

    private static Map<String, String> contents(Path root) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : regularFiles(root)) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            contents.put(root.relativize(file).toString(), HexFormat.of().formatHex(digest));
        }
        return contents;
    }

    private Map<Path, Long> times() throws IOException {
        Map<Path, Long> times = new TreeMap<>();
        for (Path file : regularFiles(output)) {
            times.put(file, Files.getLastModifiedTime(file).toMillis());
        }
        return times;
    }

    private static List<Path> regularFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Digests of an episode's arrays, named as NLE names them, without the bootstrap rows. */
    private static Map<String, String> digests(SegmentParquetReader reader, int segments)
            throws Exception {
        Map<String, MessageDigest> digests = new LinkedHashMap<>();
        for (int i = 0; i < segments; i++) {
            Segment segment = reader.read();
            List<Tensor> tensors = new ArrayList<>(segment.getObservations());
            tensors.addAll(segment.getInfo());
            for (Tensor tensor : tensors) {
                byte[] bytes = TensorPacking.unpack(tensor);
                int rows = tensor.getShape().get(0);
                digests.computeIfAbsent(tensor.getName(), name -> sha256())
                        .update(bytes, 0, bytes.length / rows * segment.getLength());
            }
        }
        Map<String, String> hexadecimal = new TreeMap<>();
        digests.forEach(
                (name, digest) -> hexadecimal.put(name, HexFormat.of().formatHex(digest.digest())));
        return hexadecimal;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
