package org.retain.operators.policy;

import java.nio.ByteBuffer;

/**
 * NetHack's terminal and the action before each step. The buffers are read from their position;
 * what lies beyond T × B entries is ignored.
 *
 * @param chars u8[T, B, 24, 80], codes of the terminal's characters
 * @param colors i8[T, B, 24, 80], their colours, 0 to 127
 * @param cursor i16[T, B, 2], row and column of the cursor, little-endian
 * @param previousActions u8[T, B], the action before each step, below the number of actions
 */
public record Screens(
        ByteBuffer chars, ByteBuffer colors, ByteBuffer cursor, ByteBuffer previousActions)
        implements Observations {

    /** Rows of the terminal. */
    public static final int ROWS = 24;

    /** Columns of the terminal. */
    public static final int COLUMNS = 80;
}
