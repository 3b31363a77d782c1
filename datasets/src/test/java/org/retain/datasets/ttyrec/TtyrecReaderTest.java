package org.retain.datasets.ttyrec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TtyrecReaderTest {

    private final FrameBuffer frames = new FrameBuffer(10);

    @Test
    void emitsOneFramePerKeyWithTheScoreBeforeIt() throws IOException {
        byte[] file =
                new TestingTtyrecWriter()
                        .output("a")
                        .score(5)
                        .time(7, 11)
                        .key('h')
                        .output("b")
                        .score(-6)
                        .time(-1, 12)
                        .key(200)
                        .score(9)
                        .compressed();

        List<String> problems = new ArrayList<>();
        int count = read(file, problems);

        assertThat(count).isEqualTo(2);
        assertThat(problems).isEmpty();
        assertThat(frames.chars()[0]).isEqualTo((byte) 'a');
        assertThat(frames.chars()[1]).isEqualTo((byte) ' ');
        assertThat(frames.chars()[FrameBuffer.CELLS + 1]).isEqualTo((byte) 'b');
        assertThat(frames.cursors()).startsWith((short) 0, (short) 1, (short) 0, (short) 2);
        assertThat(frames.keypresses()).startsWith((byte) 'h', (byte) 200);
        assertThat(frames.scores()).startsWith(5, -6);
        assertThat(frames.timestamps()).startsWith(7_000_011L, -999_988L);
    }

    @Test
    void goesOnWhereTheLastBufferEnded() throws IOException {
        TestingTtyrecWriter writer = new TestingTtyrecWriter();
        for (int i = 0; i < 25; i++) {
            writer.score(i).key(i);
        }

        try (TtyrecReader reader = open(writer.score(0).compressed())) {
            assertThat(reader.read(frames)).isEqualTo(10);
            assertThat(reader.read(frames)).isEqualTo(10);
            assertThat(frames.keypresses()[0]).isEqualTo((byte) 10);
            assertThat(reader.read(frames)).isEqualTo(5);
            assertThat(reader.read(frames)).isZero();
            assertThat(reader.read(frames)).isZero();
            assertThat(reader.damaged()).isFalse();
        }
    }

    @Test
    void keepsTheFrameOfALastKeyAndSaysSo() throws IOException {
        byte[] file = new TestingTtyrecWriter().score(1).key('a').score(2).key('b').compressed();

        assertDamage(file, 2, "ends with a key", "after frame 2");
    }

    @Test
    void repeatsAMissingScoreInsteadOfShiftingTheOthers() throws IOException {
        byte[] file =
                new TestingTtyrecWriter()
                        .score(1)
                        .key('a')
                        .key('b')
                        .key('c')
                        .score(4)
                        .key('d')
                        .score(5)
                        .compressed();

        assertDamage(file, 4, "Frame 1 (and 1 more frames) has no score record");
        assertThat(frames.scores()).startsWith(1, 1, 1, 4);
    }

    @Test
    void takesTheLastOfSeveralScores() throws IOException {
        byte[] file = new TestingTtyrecWriter().score(1).score(2).key('a').score(3).compressed();

        assertDamage(file, 1, "Frame 0 has more than one score record");
        assertThat(frames.scores()).startsWith(2);
    }

    @Test
    void passesOverAScoreThatIsTooShort() throws IOException {
        byte[] file =
                new TestingTtyrecWriter()
                        .score(1)
                        .key('a')
                        .record(2, (byte) 9, (byte) 9)
                        .key('b')
                        .score(3)
                        .compressed();

        assertDamage(file, 2, "Frame 1 has no score record", "less than 4 bytes");
        assertThat(frames.scores()).startsWith(1, 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, -1", "0, 2147483647", "1, 0", "3, 5", "255, 1"})
    void endsBeforeARecordThatCannotBe(int channel, int length) throws IOException {
        byte[] file =
                sound().header(channel, length)
                        .output("abcdefghijkl")
                        .score(3)
                        .key('c')
                        .score(3)
                        .compressed();

        assertDamage(file, 2, "%,d bytes on channel %d".formatted(length, channel), "byte 98");
    }

    @Test
    void keepsTheFramesBeforeARecordThatIsCut() throws IOException {
        byte[] records = sound().key('c').score(1).records();

        for (int cut : new int[] {1, 12, 13, 14, 26, 27, 28, 29, 30}) {
            byte[] file = TestingTtyrecWriter.compress(Arrays.copyOf(records, 98 + cut));
            int expected = cut < 14 ? 2 : 3;
            String problem = cut == 14 ? "ends with a key" : "ends inside a record";
            assertDamage(file, expected, problem);
        }
    }

    @Test
    void ignoresASecondStreamAndSaysSo() throws IOException {
        byte[] first = sound().compressed();
        byte[] file = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(first, 0, file, first.length, first.length);

        assertDamage(file, 2, "follow the end of the bzip2 stream");
        assertDamage(Arrays.copyOf(first, first.length + 1), 2, "follow the end");
    }

    @Test
    void keepsWholeBlocksOfAFileThatIsCut() throws IOException {
        byte[] file = sound().compressed();

        assertDamage(Arrays.copyOf(file, file.length - 1), 2, "ends early");
        assertDamage(Arrays.copyOf(file, file.length - 11), 0, "ends early");
    }

    @Test
    void givesOutNothingOfABlockWithAWrongChecksum() throws IOException {
        byte[] file = sound().compressed();
        file[10] ^= 1;

        assertDamage(file, 0, "checksum");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "B", "BZh", "BZh0abc", "BZx9", "hello, world"})
    void refusesWhatIsNotBzip2(String content) {
        assertThatThrownBy(() -> open(content.getBytes(UTF_8)))
                .isInstanceOf(TtyrecFormatException.class)
                .hasMessageContaining("game.ttyrec3.bz2")
                .hasMessageContaining("bzip2");
    }

    @Test
    void refusesBzip2OfSomethingElse() throws IOException {
        byte[] file = TestingTtyrecWriter.compress("a text of some length".getBytes(UTF_8));

        try (TtyrecReader reader = open(file)) {
            assertThatThrownBy(() -> reader.read(frames))
                    .isInstanceOf(TtyrecFormatException.class)
                    .hasMessageContaining("no ttyrec3 recording");
        }
    }

    @Test
    void passesOnThatTheFileCannotBeRead() throws IOException {
        byte[] file = sound().compressed();
        InputStream failing =
                new InputStream() {
                    private int position;

                    @Override
                    public int read() throws IOException {
                        if (position == 20) {
                            throw new IOException("disk on fire");
                        }
                        return file[position++] & 0xff;
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        target[offset] = (byte) read();
                        return 1;
                    }
                };

        try (TtyrecReader reader = TtyrecReader.open(failing, "game")) {
            assertThatThrownBy(() -> reader.read(frames)).hasMessage("disk on fire");
        }
    }

    @Test
    void findsNoFramesInARecordingWithoutKeys() throws IOException {
        assertThat(read(new TestingTtyrecWriter().output("x").compressed(), new ArrayList<>()))
                .isZero();
        assertThat(read(TestingTtyrecWriter.compress(new byte[0]), new ArrayList<>())).isZero();
    }

    /** Two frames in 98 bytes. */
    private static TestingTtyrecWriter sound() {
        return new TestingTtyrecWriter()
                .output("0123456")
                .score(1)
                .key('a')
                .score(2)
                .key('b')
                .output("xyz");
    }

    private void assertDamage(byte[] file, int expectedFrames, String... words) throws IOException {
        List<String> problems = new ArrayList<>();
        assertThat(read(file, problems)).isEqualTo(expectedFrames);
        assertThat(String.join("; ", problems)).contains(words);
    }

    private int read(byte[] file, List<String> problems) throws IOException {
        try (TtyrecReader reader = open(file)) {
            int count = reader.read(frames);
            assertThat(reader.read(frames)).isZero();
            problems.addAll(reader.problems());
            return count;
        }
    }

    private static TtyrecReader open(byte[] file) throws IOException {
        return TtyrecReader.open(new ByteArrayInputStream(file), "game.ttyrec3.bz2");
    }
}
