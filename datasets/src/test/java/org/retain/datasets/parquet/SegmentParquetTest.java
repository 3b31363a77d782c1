package org.retain.datasets.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TestingSegments;

class SegmentParquetTest {

    private static final int STEPS = 8;

    @TempDir private Path directory;
    private Path file;
    private List<Segment> written;

    @BeforeEach
    void setUp() {
        file = directory.resolve("segments.parquet");
        written = new ArrayList<>();
        for (int episode = 0; episode < 3; episode++) {
            int segments = 100 + episode;
            for (int i = 0; i < segments; i++) {
                boolean last = i == segments - 1;
                written.add(
                        TestingSegments.demonstration(
                                "game-" + episode, i, last ? 3 : STEPS, last));
            }
        }
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        write(file, written);

        assertThat(readAll(file)).isEqualTo(unpacked(written));
    }

    @Test
    void tellsWhereEachEpisodeLies() throws IOException {
        write(file, written);

        try (SegmentParquetReader reader = SegmentParquetReader.open(file)) {
            assertThat(reader.rows()).isEqualTo(303);
            assertThat(reader.episodes())
                    .containsExactly(
                            new ShardEpisode("game-0", 0, 100, 99 * STEPS + 3),
                            new ShardEpisode("game-1", 100, 101, 100 * STEPS + 3),
                            new ShardEpisode("game-2", 201, 102, 101 * STEPS + 3));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 129, 201, 255, 256, 302, 303})
    void seeksToAnyRow(long row) throws IOException {
        write(file, written);
        List<Segment> expected = unpacked(written.subList((int) row, written.size()));

        try (SegmentParquetReader reader = SegmentParquetReader.open(file)) {
            reader.seek(77);
            reader.read();
            reader.seek(row);

            assertThat(readAll(reader)).isEqualTo(expected);
        }
    }

    @Test
    void refusesToSeekBeyondTheEnd() throws IOException {
        write(file, written);

        try (SegmentParquetReader reader = SegmentParquetReader.open(file)) {
            assertThatThrownBy(() -> reader.seek(304))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("Row 304")
                    .hasMessageContaining("303");
        }
    }

    @Test
    void writesTheSameBytesForTheSameSegments() throws IOException {
        Path again = directory.resolve("again.parquet");

        write(file, written);
        write(again, written);

        assertThat(again).hasSameBinaryContentAs(file);
    }

    @Test
    void keepsSegmentsWithoutRewards() throws IOException {
        written.forEach(segment -> segment.setRewards(null));

        write(file, written);

        assertThat(readAll(file))
                .isEqualTo(unpacked(written))
                .allMatch(s -> s.getRewards() == null);
    }

    @Test
    void refusesSegmentsOutOfOrder() throws IOException {
        try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
            writer.write(written.get(0));

            assertThatThrownBy(() -> writer.write(written.get(2)))
                    .hasMessageContaining("Segment 2 of game-0 is out of order")
                    .hasMessageContaining("segment 1");
        }
    }

    @Test
    void refusesToResumeAnEpisodeAfterAnotherOne() throws IOException {
        try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
            writer.write(written.get(0));
            writer.write(written.get(100));

            assertThatThrownBy(() -> writer.write(written.get(0)))
                    .hasMessageContaining("Segment 0 of game-0 is out of order");
        }
    }

    @Test
    void refusesSegmentsThatDifferInTheirStrata() throws IOException {
        written.get(1).setStrata(Map.of("role", "Mon"));

        try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
            writer.write(written.get(0));

            assertThatThrownBy(() -> writer.write(written.get(1)))
                    .hasMessageContaining("dungeon-level");
        }
    }

    @Test
    void refusesWhatItWouldLose() throws IOException {
        written.get(0).setDropped("gap");

        try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
            assertThatThrownBy(() -> writer.write(written.get(0)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void takesNoFileWithoutItsFooter() throws IOException {
        try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
            for (Segment segment : written) {
                writer.write(segment);
            }
        }

        assertInvalid(file, "cut off");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 1000, 100_000})
    void refusesAFileThatIsCutOff(int length) throws IOException {
        write(file, written);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, length));

        assertInvalid(file, "preprocess again");
    }

    @Test
    void refusesAFileOfAnotherKind() throws IOException {
        Files.writeString(file, "This is text, not Parquet.\n".repeat(100));

        assertInvalid(file, "no Parquet file");
    }

    @Test
    void refusesParquetOfOtherPrograms() throws IOException {
        try (ParquetFileWriter writer =
                new ParquetFileWriter(
                        new LocalOutputFile(file),
                        MessageTypeParser.parseMessageType("message other { required int32 a; }"),
                        ParquetFileWriter.Mode.CREATE,
                        1 << 20,
                        0)) {
            writer.start();
            writer.end(Map.of());
        }

        assertInvalid(file, "not one of segments");
    }

    @Test
    void namesAFileThatIsMissing() {
        assertThatThrownBy(() -> SegmentParquetReader.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void findsFlippedBits() throws IOException {
        write(file, written);
        byte[] bytes = Files.readAllBytes(file);
        int footer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        int columns = bytes.length - 8 - footer;
        int refused = 0;
        int places = 40;
        for (int i = 0; i < places; i++) {
            byte[] damaged = bytes.clone();
            damaged[4 + (int) ((long) i * (columns - 8) / places)] ^= 0x10;
            Files.write(file, damaged);
            try {
                assertThat(readAll(file)).isEqualTo(unpacked(written));
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(file.toString());
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(places / 2);
    }

    private static void assertInvalid(Path file, String message) {
        assertThatThrownBy(() -> SegmentParquetReader.open(file))
                .isInstanceOf(InvalidShardException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private static void write(Path file, List<Segment> segments) throws IOException {
        try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
            for (Segment segment : segments) {
                writer.write(segment);
            }
            writer.finish();
        }
    }

    private static List<Segment> readAll(Path file) throws IOException {
        try (SegmentParquetReader reader = SegmentParquetReader.open(file)) {
            return readAll(reader);
        }
    }

    private static List<Segment> readAll(SegmentParquetReader reader) throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (Segment segment = reader.read(); segment != null; segment = reader.read()) {
            segments.add(segment);
        }
        return segments;
    }

    private static List<Segment> unpacked(List<Segment> segments) {
        return segments.stream().map(SegmentParquetTest::unpacked).toList();
    }

    private static Segment unpacked(Segment segment) {
        Segment copy = Segment.newBuilder(segment).build();
        for (TensorField field : TensorField.values()) {
            for (Tensor tensor : field.get(copy)) {
                tensor.setData(ByteBuffer.wrap(TensorPacking.unpack(tensor)));
                tensor.setCodec(TensorCodec.RAW);
            }
        }
        return copy;
    }
}
