package org.retain.datasets.ttyrec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The emulator's peculiarities, one by one; the agreement with NLE is tested on whole files. */
class TerminalTest {

    private final Terminal terminal = new Terminal();
    private final FrameBuffer frame = new FrameBuffer(1);

    @ParameterizedTest
    @CsvSource({
        "'\u001b[5;5H\u001b[9A', 23, 4",
        "'\u001b[5;5H\u001b[9F', 23, 0",
        "'\u001b[5;5H\u001b[9D', 4, 4",
        "'\u001b[5;5H\u001b[4D', 4, 0",
        "'\u001b[5;5H\u001b[99B', 23, 4",
        "'\u001b[5;5H\u001b[99C', 4, 79",
        "'\u001b[5;5H\u001b[18446744073709551615A', 5, 4",
        "'\u001b[;H', 0, 0",
        "'\u001b[99;99H', 23, 79",
        "'\u001b[5;5H\t', 4, 8",
        "'\u001b[5;79H\t\t', 4, 79",
        "'\u001b[5;79H\u001b[Z', 4, 72",
        "'\u001b[5;5H\u001b[3g\t', 4, 79",
        "'\u001b[5;5H\u001bH\r\t', 4, 4",
        "'\u001b[5;5H\u001b7\u001b[H\u001b8', 4, 4",
        "'\u001b[5;5H\u001b[s\u001b[H\u001b[u', 4, 4",
        "'\u001b[5;80Hx', 5, 0",
        "'\u001b[24;80Hx', 23, 0",
        "'\b', 0, 0"
    })
    void movesTheCursorAsNleDoes(String output, int row, int column) {
        write(output);

        assertThat(frame.cursors()).containsExactly((short) row, (short) column);
    }

    @Test
    void scrollsAtOnceWhenTheLastCellIsWritten() {
        write("top\u001b[24;80Hx");

        assertThat(row(0)).isBlank();
        assertThat(row(22)).endsWith("x");
    }

    @Test
    void clearsAboveTheCursorButForTheRowNextToIt() {
        write("a\r\nb\r\nc\r\nd\u001b[1J");

        assertThat(row(0)).isBlank();
        assertThat(row(1)).isBlank();
        assertThat(row(2)).startsWith("c");
        assertThat(row(3)).isBlank();
    }

    @Test
    void clearsTheWholeScreenAboveTheFirstRow() {
        write("a\r\nb\u001b[H\u001b[1J");

        assertThat(row(1)).isBlank();
    }

    @Test
    void leavesTheLastColumnWhenItClearsToTheCursor() {
        write("\u001b[1;78Habc\u001b[1;80H\u001b[1K");

        assertThat(row(0)).endsWith("  c");
    }

    @Test
    void takesTheNumberOfErasedCharactersAsTheColumnToStopAt() {
        write("abcdefgh\r\u001b[2C\u001b[4X");

        assertThat(row(0)).startsWith("ab  efgh");
    }

    @Test
    void keepsTheLastColumnWhenItInserts() {
        write("ab\u001b[1;79Hyz\u001b[1;1H\u001b[2@");

        assertThat(row(0)).startsWith("  ab").endsWith(" z");
    }

    @Test
    void repeatsTheCharacterLeftOfTheCursor() {
        write("ab\u001b[3b");

        assertThat(row(0)).startsWith("abbbb ");
    }

    @Test
    void repeatsHugeCountsInNoTimeAndEndsInTheRightColumn() {
        write("ab\u001b[18446744073709551615b");

        assertThat(row(22)).isEqualTo("b".repeat(80));
        // 2^64 - 1 is 15 modulo 80, and two characters stood there before.
        assertThat(row(23)).isEqualTo("b".repeat(17) + " ".repeat(63));
    }

    @ParameterizedTest
    @CsvSource({
        "'x', 7",
        "' ', 0",
        "'\u001b[1mx', 7",
        "'\u001b[31mx', 1",
        "'\u001b[31m ', 1",
        "'\u001b[1;31mx', 9",
        "'\u001b[0;1;34mx', 12",
        "'\u001b[31;1mx', 1",
        "'\u001b[31;7mx', 1",
        "'\u001b[7mx', 23",
        "'\u001b[7m ', 16",
        "'\u001b[7;1;37mx', 31",
        "'\u001b[1;30mx', 8",
        "'\u001b[38;5;31mx', 1",
        "'\u001b[91mx', 7",
        "'\u001b[31m\u001b[39mx', 7",
        "'\u001b[31m\u001b[mx', 7",
        "'\u001b[44mx', 7"
    })
    void resolvesColorsWhenACellIsWritten(String output, int color) {
        write(output);

        assertThat(frame.colors()[0]).isEqualTo((byte) color);
    }

    @Test
    void erasesWithTheDefaultColorEvenInReverseVideo() {
        write("\u001b[7mxx\r\u001b[K");

        assertThat(frame.colors()[0]).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[3\u001b[31mx",
                "\u001b[31\0[mx",
                "\u001b(Bx",
                "\u001b)0 x",
                "\u001b[?25lx",
                "\u001b[5qx",
                "\u001b=x",
                "\0\7x"
            })
    void printsNothingOfASequence(String output) {
        write(output);

        assertThat(row(0)).startsWith("x ");
    }

    @Test
    void goesOnWithTheNumbersOfASequenceThatWasBrokenOff() {
        write("\u001b[3\u001b[1mx");

        assertThat(frame.colors()[0]).isEqualTo((byte) 1);
    }

    @Test
    void stripsLineDrawing() {
        write("q\u000eq\u000fq\u00b3\u001b(0q\u001b[0mq\u001b(Bq");

        assertThat(row(0)).startsWith("q-q|--q");
    }

    @Test
    void printsTheByteBehindAnUnknownCharacterSet() {
        write("\u001b(Ux");

        assertThat(row(0)).startsWith("Ux");
    }

    @Test
    void readsSequencesThatAreCutAnywhere() {
        String output = "\u001b[5;7H\u001b[1;31mab\u001b(0q\u001b[2Cz";
        Terminal whole = new Terminal();
        byte[] bytes = output.getBytes(ISO_8859_1);
        whole.write(bytes, 0, bytes.length);
        FrameBuffer expected = new FrameBuffer(1);
        whole.copyInto(expected, 0);

        for (int i = 0; i < bytes.length; i++) {
            terminal.write(bytes, i, i + 1);
        }
        terminal.copyInto(frame, 0);

        assertThat(frame.chars()).isEqualTo(expected.chars());
        assertThat(frame.colors()).isEqualTo(expected.colors());
        assertThat(frame.cursors()).isEqualTo(expected.cursors());
    }

    private void write(String output) {
        byte[] bytes = output.getBytes(ISO_8859_1);
        terminal.write(bytes, 0, bytes.length);
        terminal.copyInto(frame, 0);
    }

    private String row(int row) {
        return new String(
                frame.chars(), row * FrameBuffer.COLUMNS, FrameBuffer.COLUMNS, ISO_8859_1);
    }
}
