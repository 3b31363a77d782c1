package org.retain.datasets.ttyrec;

import static org.retain.datasets.ttyrec.FrameBuffer.COLUMNS;
import static org.retain.datasets.ttyrec.FrameBuffer.ROWS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Shows a decoded frame to a person: a line about it and the screen, in a terminal's colours. */
public final class FrameText {

    private static final String ESC = "\u001b[";
    private static final String PLAIN = ESC + "0m";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS 'UTC'")
                    .withZone(ZoneOffset.UTC);

    private FrameText() {}

    /**
     * One line: the frame's number in the recording, key, score, time and cursor.
     *
     * @param index of the frame in the buffer
     * @param number of the frame in its recording, from 0
     */
    public static String header(FrameBuffer buffer, int index, long number) {
        long micros = buffer.timestamps()[index];
        Instant time =
                Instant.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L),
                        Math.floorMod(micros, 1_000_000L) * 1_000L);
        return String.format(
                Locale.ROOT,
                "frame %d  key %s  score %d  time %s  cursor row %d column %d",
                number,
                keyName(buffer.keypresses()[index] & 0xff),
                buffer.scores()[index],
                TIME.format(time),
                buffer.cursors()[2 * index],
                buffer.cursors()[2 * index + 1]);
    }

    /** The 24 rows as they were, bytes that are not ASCII as {@code ?}. */
    public static List<String> plain(FrameBuffer buffer, int index) {
        return IntStream.range(0, ROWS).mapToObj(row -> text(buffer, index, row)).toList();
    }

    /** The 24 rows with colours as ANSI sequences, and the cursor's cell on green. */
    public static List<String> colored(FrameBuffer buffer, int index) {
        return IntStream.range(0, ROWS).mapToObj(row -> ansi(buffer, index, row)).toList();
    }

    /** What a key is called: {@code j}, {@code Space}, {@code ^J}, {@code M-q}. */
    public static String keyName(int key) {
        if (key >= 0x80) {
            return "M-" + keyName(key & 0x7f);
        }
        return switch (key) {
            case 0x1b -> "Esc";
            case '\r' -> "Enter";
            case ' ' -> "Space";
            case 0x7f -> "Delete";
            default -> key < ' ' ? "^" + (char) (key + '@') : String.valueOf((char) key);
        };
    }

    private static String text(FrameBuffer buffer, int index, int row) {
        StringBuilder line = new StringBuilder(COLUMNS);
        for (int column = 0; column < COLUMNS; column++) {
            line.append(character(buffer.chars()[cell(index, row, column)]));
        }
        return line.toString();
    }

    private static String ansi(FrameBuffer buffer, int index, int row) {
        boolean cursorRow = buffer.cursors()[2 * index] == row;
        int cursor = cursorRow ? buffer.cursors()[2 * index + 1] : -1;
        StringBuilder line = new StringBuilder();
        String last = PLAIN;
        for (int column = 0; column < COLUMNS; column++) {
            int cell = cell(index, row, column);
            String style =
                    column == cursor
                            ? ESC + "0;30;42m"
                            : style(buffer.chars()[cell], buffer.colors()[cell]);
            if (!style.equals(last)) {
                line.append(style);
                last = style;
            }
            line.append(character(buffer.chars()[cell]));
        }
        return last.equals(PLAIN) ? line.toString() : line.append(PLAIN).toString();
    }

    private static String style(byte character, byte value) {
        boolean reverse = value >= 16;
        int color = value & 15;
        if (character == ' ' && !reverse || value == 7) {
            return PLAIN;
        }
        // Black would be invisible on most terminals.
        int code = color == 0 ? 90 : color < 8 ? 30 + color : 82 + color;
        return ESC + "0;" + (reverse ? "7;" : "") + code + "m";
    }

    private static char character(byte b) {
        return b >= ' ' && b < 0x7f ? (char) b : '?';
    }

    private static int cell(int index, int row, int column) {
        return (index * ROWS + row) * COLUMNS + column;
    }
}
