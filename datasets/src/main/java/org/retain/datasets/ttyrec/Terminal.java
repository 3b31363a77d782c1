package org.retain.datasets.ttyrec;

import static org.retain.datasets.ttyrec.FrameBuffer.COLUMNS;
import static org.retain.datasets.ttyrec.FrameBuffer.ROWS;

import java.util.Arrays;

/**
 * Replays terminal output as the emulator inside NLE does, which differs from a real VT100 in many
 * corners: its peculiarities are part of the recordings' meaning, because agents trained elsewhere
 * saw them. All state, a sequence cut in the middle included, survives between writes.
 *
 * <p>Numbers in sequences are unsigned 64-bit and wrap around; subtracting beyond zero gives a huge
 * number, which is then cut to the last row or column.
 */
final class Terminal {

    private static final int ESC = 0x1b;
    private static final int LAST_ROW = ROWS - 1;
    private static final int LAST_COLUMN = COLUMNS - 1;
    private static final int MAX_PARAMETERS = 8;
    private static final int TAB_WIDTH = 8;

    private enum State {
        TEXT,
        ESCAPE,
        PARAMETERS,
        CHARACTER_SET
    }

    private final Screen screen = new Screen();
    private final Pen pen = new Pen();
    private final Pen savedPen = new Pen();
    private final boolean[] tabs = new boolean[COLUMNS];
    private final long[] parameters = new long[MAX_PARAMETERS];

    private int row;
    private int column;
    private int savedRow;
    private int savedColumn;
    private boolean defaultLineDrawing;

    private State state = State.TEXT;
    private int parameterCount;
    private long argument;
    private boolean ignored;

    Terminal() {
        for (int i = 0; i < COLUMNS; i += TAB_WIDTH) {
            tabs[i] = true;
        }
    }

    void write(byte[] data, int from, int to) {
        int p = from;
        while (p < to) {
            byte b = data[p];
            if (state != State.TEXT) {
                sequenceByte(b);
                p++;
            } else if (b >= ' ' && !pen.lineDrawing()) {
                int length =
                        screen.writeText(data, p, to, row, column, pen.color(), pen.blankColor());
                advance(length);
                p += length;
            } else if (b == ESC) {
                p = shortSequence(data, p + 1, to);
            } else {
                control(b);
                p++;
            }
        }
    }

    void copyInto(FrameBuffer target, int frame) {
        screen.copyInto(target, frame);
        target.cursors()[2 * frame] = (short) row;
        target.cursors()[2 * frame + 1] = (short) column;
    }

    private void control(byte b) {
        switch (b) {
            case 0, 0x07 -> {}
            case 0x08 -> column = Math.max(column - 1, 0);
            case 0x09 -> nextTab();
            case 0x0a -> lineFeed();
            case 0x0d -> column = 0;
            case 0x0e -> pen.lineDrawing(true);
            case 0x0f -> pen.lineDrawing(false);
            default -> put(b);
        }
    }

    /**
     * The fast way through what recordings consist of: a whole sequence of at most two short
     * numbers. Anything else goes byte by byte from the byte after the escape on.
     */
    private int shortSequence(byte[] data, int start, int to) {
        state = State.ESCAPE;
        if (start >= to || data[start] != '[') {
            return start;
        }
        int first = 0;
        int number = 0;
        int count = 1;
        for (int p = start + 1; p < to; p++) {
            int b = data[p];
            if (b >= '0' && b <= '9') {
                number = 10 * number + b - '0';
                if (number > 9999) {
                    return start;
                }
            } else if (b == ';' && count == 1) {
                first = number;
                number = 0;
                count = 2;
            } else if (b >= '@') {
                parameters[0] = count == 1 ? number : first;
                parameters[1] = count == 1 ? 0 : number;
                parameterCount = count;
                execute(b);
                parameters[0] = 0;
                parameters[1] = 0;
                parameterCount = 0;
                state = State.TEXT;
                return p + 1;
            } else {
                return start;
            }
        }
        return start;
    }

    private void sequenceByte(byte b) {
        if (b == ESC || b == 0) {
            // Numbers read so far stay: the next sequence goes on with them.
            state = State.ESCAPE;
            return;
        }
        switch (state) {
            case ESCAPE -> escapeByte(b);
            case PARAMETERS -> parameterByte(b);
            default -> characterSetByte(b);
        }
    }

    private void escapeByte(byte b) {
        switch (b) {
            case '[' -> state = State.PARAMETERS;
            case '(' -> state = State.CHARACTER_SET;
            case ')', '*', '+' -> {
                ignored = true;
                state = State.PARAMETERS;
            }
            default -> {
                if (!ignored) {
                    executeEscape(b);
                }
                endSequence();
            }
        }
    }

    private void executeEscape(byte b) {
        switch (b) {
            case 'H' -> tabs[column] = true;
            case '7' -> save();
            case '8' -> restore();
            case 'c' -> reset();
            default -> {}
        }
    }

    private void parameterByte(byte b) {
        if (b >= '0' && b <= '9') {
            argument = 10 * argument + b - '0';
        } else if (b == ';') {
            endParameter();
        } else if (b != '?') {
            endParameter();
            if (!ignored) {
                execute(b);
            }
            endSequence();
        }
    }

    private void characterSetByte(byte b) {
        if (b != '0' && b != 'B') {
            endSequence();
            put(b);
            return;
        }
        if (!ignored) {
            defaultLineDrawing = b == '0';
            pen.lineDrawing(defaultLineDrawing);
        }
        endSequence();
    }

    private void endParameter() {
        if (parameterCount < MAX_PARAMETERS) {
            parameters[parameterCount++] = argument;
        }
        argument = 0;
    }

    private void endSequence() {
        Arrays.fill(parameters, 0, parameterCount, 0);
        parameterCount = 0;
        argument = 0;
        ignored = false;
        state = State.TEXT;
    }

    private void execute(int finalByte) {
        long n = parameters[0] == 0 ? 1 : parameters[0];
        switch (finalByte) {
            case 'm' -> selectGraphics();
            case 'H', 'f' -> {
                row = limit(n - 1, LAST_ROW);
                column = limit(parameters[1] == 0 ? 0 : parameters[1] - 1, LAST_COLUMN);
            }
            case 'A' -> row = limit(row - n, LAST_ROW);
            case 'B' -> row = limit(row + n, LAST_ROW);
            case 'C' -> column = limit(column + n, LAST_COLUMN);
            case 'D' -> column = limit(column - n, column);
            case 'E' -> {
                row = limit(row + n, LAST_ROW);
                column = 0;
            }
            case 'F' -> {
                row = limit(row - n, LAST_ROW);
                column = 0;
            }
            case 'G' -> column = limit(n - 1, LAST_COLUMN);
            case 'd' -> row = limit(n - 1, LAST_ROW);
            case 'I' -> nextTab();
            case 'Z' -> previousTab();
            case 'g' -> clearTabs();
            case 's' -> save();
            case 'u' -> restore();
            default -> edit(finalByte, n);
        }
    }

    private void edit(int finalByte, long n) {
        switch (finalByte) {
            case 'K' -> eraseInLine();
            case 'J' -> eraseInDisplay();
            case 'L' -> screen.scrollDown(row, limit(n, LAST_ROW - row));
            case 'M' -> screen.scrollUp(row, limit(n, LAST_ROW - row));
            case 'S' -> screen.scrollUp(0, limit(n, LAST_ROW));
            case 'T' -> screen.scrollDown(0, limit(n, LAST_ROW));
            // The number is taken as the column to stop at.
            case 'X' -> screen.clear(row, column, limit(n, COLUMNS));
            case 'P' -> {
                int count = limit(n, COLUMNS - column);
                screen.shift(row, column + count, column, COLUMNS - column - count);
                screen.clear(row, COLUMNS - count, COLUMNS);
            }
            case '@' -> {
                int count = limit(n, LAST_COLUMN - column);
                screen.shift(row, column, column + count, LAST_COLUMN - column - count);
                screen.clear(row, column, count);
            }
            case 'b' -> repeat(n);
            default -> {}
        }
    }

    /** The first number of the sequence decides whether attributes go on or off. */
    private void selectGraphics() {
        boolean on = parameters[0] >= 0 && parameters[0] < 20;
        for (int i = 0; i < parameterCount; i++) {
            long p = parameters[i];
            if (p == 0) {
                pen.reset(defaultLineDrawing);
            } else if (p >= 30 && p <= 37) {
                pen.foreground((int) p - 30);
            } else if (p == 39) {
                pen.defaultForeground();
            } else if (p == 1 || p == 22) {
                pen.bold(on);
            } else if (p == 7 || p == 27) {
                pen.reverse(on);
            }
        }
    }

    private void eraseInLine() {
        long mode = parameters[0];
        if (mode == 0) {
            screen.clear(row, column, COLUMNS);
        } else if (mode == 1) {
            screen.clear(row, 0, Math.min(column + 1, LAST_COLUMN));
        } else if (mode == 2) {
            screen.clear(row, 0, COLUMNS);
        }
    }

    private void eraseInDisplay() {
        long mode = parameters[0];
        if (mode == 0) {
            screen.clear(row, column, COLUMNS);
            screen.clearRows(row + 1, ROWS);
        } else if (mode == 1) {
            // The row above the cursor is left alone, and above row 0 lie all rows.
            screen.clear(row, 0, column);
            screen.clearRows(0, row == 0 ? ROWS : row - 1);
        } else if (mode == 2) {
            screen.clearRows(0, ROWS);
        }
    }

    private void repeat(long n) {
        if (column == 0) {
            return;
        }
        byte b = screen.written(row, column - 1);
        // Once the screen is full, one more row of the same leaves everything as it was.
        long full = 2L * ROWS * COLUMNS;
        long count =
                Long.compareUnsigned(n, full) <= 0
                        ? n
                        : full + Long.remainderUnsigned(n - full, COLUMNS);
        for (long i = 0; i < count; i++) {
            put(b);
        }
    }

    private void put(byte b) {
        screen.write(
                row,
                column,
                b,
                GraphicsStripping.shown(b, pen.lineDrawing()),
                b == ' ' ? pen.blankColor() : pen.color());
        advance(1);
    }

    /** Moves on within the row; behind its last column the next row begins at once. */
    private void advance(int cells) {
        column += cells;
        if (column == COLUMNS) {
            column = 0;
            lineFeed();
        }
    }

    private void lineFeed() {
        if (row < LAST_ROW) {
            row++;
        } else {
            screen.scrollUp(0, 1);
        }
    }

    private void nextTab() {
        do {
            column++;
        } while (column < LAST_COLUMN && !tabs[column]);
        column = Math.min(column, LAST_COLUMN);
    }

    private void previousTab() {
        while (column > 0) {
            column--;
            if (tabs[column]) {
                break;
            }
        }
    }

    private void clearTabs() {
        if (parameters[0] == 3) {
            Arrays.fill(tabs, false);
        }
    }

    private void save() {
        savedRow = row;
        savedColumn = column;
        savedPen.copyFrom(pen);
    }

    private void restore() {
        row = savedRow;
        column = savedColumn;
        pen.copyFrom(savedPen);
    }

    private void reset() {
        row = 0;
        column = 0;
        pen.reset(defaultLineDrawing);
        save();
        screen.clearRows(0, ROWS);
    }

    /** Cuts an unsigned number to at most {@code max}. */
    private static int limit(long unsigned, int max) {
        return unsigned < 0 || unsigned > max ? max : (int) unsigned;
    }
}
