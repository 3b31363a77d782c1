package org.retain.datasets.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.nld.NldFilter;
import org.retain.datasets.nld.TestingBadGames;
import org.retain.datasets.nld.TestingGames;
import org.retain.datasets.parquet.SegmentParquetReader;
import org.retain.datasets.segment.Segment;

class ShardDirectoryTest {

    private static final ShardSettings ONE_GAME_EACH = new ShardSettings(NldFilter.ALL, 32, 1);
    private static final ShardProgress SILENT =
            new ShardProgress() {
                @Override
                public void framesDone(int count) {}

                @Override
                public void gameDone() {}
            };

    @TempDir private Path temporary;
    private Path input;
    private Path output;
    private ShardDirectory directory;

    @BeforeEach
    void setUp() {
        input = TestingGames.copyTo(temporary.resolve("input"));
        output = temporary.resolve("output");
        directory = new ShardDirectory(output);
    }

    @Test
    void writesEachGameWhollyIntoOneShard() throws IOException {
        Manifest manifest = preprocess(ONE_GAME_EACH);

        assertThat(manifest.getGames()).isEqualTo(3);
        assertThat(manifest.getSkipped()).isEmpty();
        assertThat(manifest.getDamaged()).isEmpty();
        assertThat(manifest.getShards())
                .extracting(ManifestShard::getFile)
                .containsExactly(
                        "shard-00000.parquet", "shard-00001.parquet", "shard-00002.parquet");
        long frames = 0;
        long bytes = 0;
        for (int i = 0; i < 3; i++) {
            ManifestShard shard = manifest.getShards().get(i);
            Path file = output.resolve(shard.getFile());
            assertThat(shard.getSha256()).isEqualTo(DurableFiles.sha256(file));
            try (SegmentParquetReader reader = SegmentParquetReader.open(file)) {
                assertThat(reader.episodes()).hasSize(1);
                assertThat(reader.episodes().get(0).id()).isEqualTo(TestingGames.NAMES.get(i));
                assertThat(reader.episodes().get(0).steps()).isEqualTo(shard.getFrames());
                assertThat(reader.rows()).isEqualTo(shard.getSegments());
            }
            frames += shard.getFrames();
            bytes += Files.size(file);
        }
        assertThat(manifest.getFrames()).isEqualTo(frames);
        assertThat(manifest.getBytes()).isEqualTo(bytes);
    }

    @Test
    void putsConsecutiveGamesIntoOneShardUntilItIsFull() throws IOException {
        long twoGames =
                Files.size(input.resolve(TestingGames.NAMES.get(0)))
                        + Files.size(input.resolve(TestingGames.NAMES.get(1)));

        ShardPlan plan = ShardPlanning.plan(input, new ShardSettings(NldFilter.ALL, 32, twoGames));

        assertThat(plan.getShards()).extracting(s -> s.getGames().size()).containsExactly(2, 1);
    }

    @Test
    void keepsAllWholeFramesOfBadRecordingsAndReportsTheRest() throws IOException {
        TestingBadGames.writeTo(input);

        Manifest manifest = preprocess(new ShardSettings(NldFilter.ALL, 32, 100_000));

        assertThat(manifest.getSkipped())
                .extracting(FileRemark::getFile)
                .containsExactlyElementsOf(TestingBadGames.useless().keySet());
        for (FileRemark skipped : manifest.getSkipped()) {
            assertThat(skipped.getReason())
                    .contains(TestingBadGames.useless().get(skipped.getFile()));
        }
        Map<String, DamagedGame> damaged = new TreeMap<>();
        manifest.getDamaged().forEach(game -> damaged.put(game.getFile(), game));
        TestingBadGames.damaged()
                .forEach(
                        (file, reason) -> {
                            assertThat(damaged.get(file).getFrames()).as(file).isEqualTo(3);
                            assertThat(damaged.remove(file).getReason()).contains(reason);
                        });
        assertThat(damaged).containsOnlyKeys(TestingBadGames.CUT, TestingBadGames.FLIPPED);
        assertThat(manifest.getGames()).isEqualTo(3 + 5 + damaged.size());
        assertThat(manifest.getNotes()).hasSize(12);
    }

    @Test
    void truncatesDamagedAndUnfinishedGames() throws IOException {
        TestingBadGames.writeTo(input);
        preprocess(new ShardSettings(NldFilter.ALL, 32, Long.MAX_VALUE));

        try (SegmentParquetReader reader =
                SegmentParquetReader.open(output.resolve("shard-00000.parquet"))) {
            for (Segment segment = reader.read(); segment != null; segment = reader.read()) {
                boolean bad = segment.getEpisodeId().startsWith("bad/");
                boolean last = !segment.getBootstrapValid();
                assertThat(segment.getTruncated()).isEqualTo(bad && last);
                assertThat(segment.getTerminated()).isEqualTo(!bad && last);
            }
        }
    }

    @Test
    void choosesGamesByRole() throws IOException {
        TestingBadGames.writeTo(input);
        NldFilter monks = new NldFilter(Set.of("Mon"), Set.of(), Set.of(), Set.of());

        Manifest manifest = preprocess(new ShardSettings(monks, 32, 1));

        assertThat(manifest.getGames()).isPositive().isLessThanOrEqualTo(3);
        assertThat(manifest.getSkipped())
                .hasSize(12)
                .allMatch(skipped -> skipped.getReason().contains("No xlogfile line"));
    }

    @Test
    void resumesWhereAKilledRunStopped() throws IOException {
        preprocess(ONE_GAME_EACH);
        Map<String, String> whole = digests();
        Files.delete(output.resolve("manifest.json"));
        Files.delete(output.resolve("_preprocess/shard-00001.json"));
        Files.writeString(output.resolve("shard-00001.parquet"), "cut off");
        Files.writeString(output.resolve("_preprocess/shard-00002.9.tmp"), "half");

        try (Closeable lock = directory.open()) {
            ShardPlan plan = ShardPlanning.plan(input, ONE_GAME_EACH);
            directory.begin(plan);
            List<PlannedShard> pending = directory.pending(plan);
            assertThat(pending).extracting(PlannedShard::getNumber).containsExactly(1);
            assertThatThrownBy(directory::finish).hasMessageContaining("Shard 1");
            directory.write(pending.get(0), 32, SILENT);
            directory.finish();
            assertThat(lock).isNotNull();
        }

        assertThat(digests()).isEqualTo(whole);
    }

    @Test
    void writesADeletedShardAgain() throws IOException {
        preprocess(ONE_GAME_EACH);
        Files.delete(output.resolve("shard-00002.parquet"));

        assertThat(directory.pending(ShardPlanning.plan(input, ONE_GAME_EACH)))
                .extracting(PlannedShard::getNumber)
                .containsExactly(2);
        assertThat(directory.manifest()).isEmpty();
    }

    @Test
    void refusesOtherSettingsThanAnEarlierRun() throws IOException {
        preprocess(ONE_GAME_EACH);

        assertThatThrownBy(() -> preprocess(new ShardSettings(NldFilter.ALL, 16, 1)))
                .isInstanceOf(ShardException.class)
                .hasMessageContaining("segment.length '32', now it is '16'");
    }

    @Test
    void refusesOtherGamesThanAnEarlierRun() throws IOException {
        preprocess(ONE_GAME_EACH);
        Files.delete(input.resolve(TestingGames.NAMES.get(1)));

        assertThatThrownBy(() -> preprocess(ONE_GAME_EACH))
                .isInstanceOf(ShardException.class)
                .hasMessageContaining("1 came, went or changed")
                .hasMessageContaining(TestingGames.NAMES.get(1));
    }

    @Test
    void refusesADirectoryOfSomethingElse() throws IOException {
        Files.createDirectories(output);
        Files.writeString(output.resolve("foreign.parquet"), "x");

        assertThatThrownBy(() -> preprocess(ONE_GAME_EACH))
                .isInstanceOf(ShardException.class)
                .hasMessageContaining("foreign.parquet");
    }

    @Test
    void keepsASecondRunAway() throws IOException {
        try (Closeable lock = directory.open()) {
            assertThatThrownBy(() -> new ShardDirectory(output).open())
                    .isInstanceOf(ShardException.class)
                    .hasMessageContaining("Another run writes to");
            assertThat(lock).isNotNull();
        }

        new ShardDirectory(output).open().close();
    }

    @Test
    void saysWhenTheOutputCannotBeWritten() throws IOException {
        Files.writeString(output, "a file");

        assertThatThrownBy(() -> directory.open())
                .isInstanceOf(ShardException.class)
                .hasMessageContaining("Cannot write to " + output);
    }

    @Test
    void leavesNothingOfAShardThatCannotBeWritten() throws IOException {
        preprocess(ONE_GAME_EACH);
        Path inTheWay = Files.createDirectories(output.resolve("shard-00000.parquet.d"));
        Files.delete(output.resolve("shard-00000.parquet"));
        Files.move(inTheWay, output.resolve("shard-00000.parquet"));
        Files.createFile(output.resolve("shard-00000.parquet/file"));
        PlannedShard shard = ShardPlanning.plan(input, ONE_GAME_EACH).getShards().get(0);

        assertThatThrownBy(() -> directory.write(shard, 32, SILENT))
                .isInstanceOf(ShardException.class)
                .hasMessageContaining("run again");
        assertThat(output.resolve("_preprocess"))
                .isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
    }

    private Manifest preprocess(ShardSettings settings) throws IOException {
        try (Closeable lock = directory.open()) {
            assertThat(lock).isNotNull();
            ShardPlan plan = ShardPlanning.plan(input, settings);
            directory.begin(plan);
            for (PlannedShard shard : directory.pending(plan)) {
                directory.write(shard, settings.segmentLength(), SILENT);
            }
            return directory.finish();
        }
    }

    private Map<String, String> digests() throws IOException {
        try (Stream<Path> files = Files.walk(output)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(Path::toString, ShardDirectoryTest::digest));
        }
    }

    private static String digest(Path file) {
        try {
            return DurableFiles.sha256(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
