package org.retain.datasets.ttyrec;

import static org.retain.datasets.ttyrec.FrameBuffer.CELLS;
import static org.retain.datasets.ttyrec.FrameBuffer.COLUMNS;
import static org.retain.datasets.ttyrec.FrameBuffer.ROWS;

import java.util.Arrays;

/**
 * The cells of a 24 x 80 terminal, kept as they go into a frame: colour values are computed when a
 * cell is written, so that taking a frame is two array copies.
 */
final class Screen {

    private static final byte BLANK = ' ';

    /**
     * The byte that was written, which repeating it needs; it differs where graphics are stripped.
     */
    private final byte[] written = new byte[CELLS];

    private final byte[] shown = new byte[CELLS];
    private final byte[] colors = new byte[CELLS];

    Screen() {
        clearRows(0, ROWS);
    }

    /**
     * Writes printable ASCII from the given cell on, up to the end of its row, the end of the data
     * or the first byte that is something else.
     *
     * @return how many bytes were written
     */
    int writeText(byte[] data, int from, int to, int row, int column, byte color, byte blankColor) {
        int cell = row * COLUMNS + column;
        int end = Math.min(to, from + COLUMNS - column);
        int p = from;
        while (p < end) {
            byte b = data[p];
            if (b < BLANK) {
                break;
            }
            written[cell] = b;
            shown[cell] = b;
            colors[cell] = b == BLANK ? blankColor : color;
            cell++;
            p++;
        }
        return p - from;
    }

    void write(int row, int column, byte character, byte shownAs, byte color) {
        int cell = row * COLUMNS + column;
        written[cell] = character;
        shown[cell] = shownAs;
        colors[cell] = color;
    }

    byte written(int row, int column) {
        return written[row * COLUMNS + column];
    }

    /** Blanks the cells of a row from one column up to before another. */
    void clear(int row, int from, int to) {
        if (from < to) {
            clearCells(row * COLUMNS + from, row * COLUMNS + to);
        }
    }

    /** Blanks rows from one up to before another. */
    void clearRows(int from, int to) {
        if (from < to) {
            clearCells(from * COLUMNS, to * COLUMNS);
        }
    }

    /** Moves the rows from {@code top} to the last one up and blanks those that come in below. */
    void scrollUp(int top, int rows) {
        move((top + rows) * COLUMNS, top * COLUMNS, (ROWS - top - rows) * COLUMNS);
        clearRows(ROWS - rows, ROWS);
    }

    /** Moves the rows from {@code top} to the last one down and blanks those that come in above. */
    void scrollDown(int top, int rows) {
        move(top * COLUMNS, (top + rows) * COLUMNS, (ROWS - top - rows) * COLUMNS);
        clearRows(top, top + rows);
    }

    /** Moves {@code count} cells of a row from one column to another. */
    void shift(int row, int from, int to, int count) {
        move(row * COLUMNS + from, row * COLUMNS + to, count);
    }

    void copyInto(FrameBuffer target, int frame) {
        System.arraycopy(shown, 0, target.chars(), frame * CELLS, CELLS);
        System.arraycopy(colors, 0, target.colors(), frame * CELLS, CELLS);
    }

    private void move(int from, int to, int cells) {
        System.arraycopy(written, from, written, to, cells);
        System.arraycopy(shown, from, shown, to, cells);
        System.arraycopy(colors, from, colors, to, cells);
    }

    private void clearCells(int from, int to) {
        Arrays.fill(written, from, to, BLANK);
        Arrays.fill(shown, from, to, BLANK);
        Arrays.fill(colors, from, to, (byte) 0);
    }
}
