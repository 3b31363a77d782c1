package org.retain.operators.policy;

import java.nio.IntBuffer;

/** The 9×9 cells of the terminal around the cursor; cells beyond the terminal are blanks. */
final class ScreenWindow {

    static final int SIZE = 9;
    static final int CELLS = SIZE * SIZE;

    private static final int REACH = SIZE / 2;

    private ScreenWindow() {}

    /**
     * Appends a frame's cells.
     *
     * @param cells u8[24 × 80], characters or colours
     * @param mask bits of a cell that count
     * @param target takes {@link #CELLS} numbers
     */
    static void put(byte[] cells, int row, int column, int mask, IntBuffer target) {
        for (int r = row - REACH; r <= row + REACH; r++) {
            boolean rowInside = r >= 0 && r < Screens.ROWS;
            for (int c = column - REACH; c <= column + REACH; c++) {
                boolean inside = rowInside && c >= 0 && c < Screens.COLUMNS;
                target.put(inside ? cells[r * Screens.COLUMNS + c] & mask : 0);
            }
        }
    }
}
