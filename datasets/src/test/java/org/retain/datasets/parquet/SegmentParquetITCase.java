package org.retain.datasets.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.TestingPython;
import org.retain.datasets.nld.NldDirectory;
import org.retain.datasets.nld.NldGame;
import org.retain.datasets.nld.SegmentCutter;
import org.retain.datasets.nld.TestingGames;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.TtyrecReader;

/** Other programs read the bundled games from Parquet as we do. */
class SegmentParquetITCase {

    @TempDir private Path directory;
    private Path file;
    private final List<Segment> segments = new ArrayList<>();

    @BeforeEach
    void setUp() throws IOException {
        file = directory.resolve("shard-00000.parquet");
        FrameBuffer frames = new FrameBuffer(256);
        for (NldGame game : NldDirectory.scan(TestingGames.copyTo(directory)).games()) {
            SegmentCutter cutter = new SegmentCutter(game, 32);
            try (TtyrecReader reader = TtyrecReader.open(game.file())) {
                for (int n = reader.read(frames); n > 0; n = reader.read(frames)) {
                    cutter.accept(frames, n, segments::add);
                }
                cutter.finish(reader.damaged(), segments::add);
            }
        }
        try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
            for (Segment segment : segments) {
                writer.write(segment);
            }
            writer.finish();
        }
    }

    @Test
    void numpyGetsTheScreensBackInFiveLines() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Segment segment : segments) {
            digest.update(
                    TensorPacking.unpack(
                            TensorPacking.find(segment.getObservations(), "tty_chars")));
        }

        String printed =
                TestingPython.install()
                        .run(
                                """
                                import sys, hashlib
                                import json, numpy, pyarrow.parquet
                                table = pyarrow.parquet.read_table(sys.argv[1])
                                tensors = {t["column"]: t for t in json.loads(table.schema.metadata[b"retain.tensors"])}
                                get = lambda name, row: numpy.frombuffer(table[name][row].as_py(), tensors[name]["numpy"])
                                chars = get("tty_chars", 0).reshape(-1, *tensors["tty_chars"]["shape"])
                                sha = hashlib.sha256()
                                for row in range(table.num_rows):
                                    chars = get("tty_chars", row).reshape(-1, *tensors["tty_chars"]["shape"])
                                    assert chars.shape == (table["length"][row].as_py() + 1, 24, 80), chars.shape
                                    assert get("rewards", row).dtype == numpy.float32
                                    assert len(get("timestamps", row)) == table["length"][row].as_py()
                                    sha.update(chars.tobytes())
                                print(sha.hexdigest())
                                """,
                                file.toString());

        assertThat(printed.strip()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void pandasAndDuckdbQueryTheScalars() {
        long steps = segments.stream().mapToLong(Segment::getLength).sum();
        long deep =
                segments.stream()
                        .filter(segment -> !segment.getStrata().get("dungeon-level").equals("1"))
                        .count();

        String printed =
                TestingPython.install()
                        .run(
                                """
                                import sys, duckdb, pandas
                                frame = pandas.read_parquet(sys.argv[1])
                                print(frame.length.sum(), (frame.stratum_dungeon_level != "1").sum(), frame.terminated.sum(), frame.episode_id.nunique())
                                print(*duckdb.sql(f\"""
                                    select sum(length), count(*) filter (stratum_dungeon_level != '1'),
                                           count(*) filter (terminated), count(distinct episode_id)
                                    from '{sys.argv[1]}'\""").fetchone())
                                print(duckdb.sql(f"select count(*) from '{sys.argv[1]}' where first_step >= 64 and source = 'DEMONSTRATION'").fetchone()[0])
                                """,
                                file.toString());

        String expected =
                "%d %d %d 3"
                        .formatted(
                                steps,
                                deep,
                                segments.stream().filter(Segment::getTerminated).count());
        assertThat(printed.lines())
                .containsExactly(expected, expected, String.valueOf(segments.size() - 6));
    }
}
