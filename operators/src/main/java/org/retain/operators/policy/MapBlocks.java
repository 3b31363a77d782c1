package org.retain.operators.policy;

import java.util.Arrays;

/**
 * What lies where around the cursor: 9 × 27 blocks of 3×3 cells of the map, each with a flag for
 * every kind of thing in it.
 */
final class MapBlocks {

    private static final int BLOCK = 3;
    private static final int BLOCK_ROWS = 9;
    private static final int BLOCK_COLUMNS = 27;
    private static final int FIRST_ROW = 1;
    private static final int LAST_ROW = 21;

    private static final byte FLOOR = 0;
    private static final byte CORRIDOR = 1;
    private static final byte WALL = 2;
    private static final byte DOOR = 3;
    private static final byte STAIRS_DOWN = 4;
    private static final byte STAIRS_UP = 5;
    private static final byte MONSTER = 6;
    private static final byte OBJECT = 7;
    private static final int KINDS = 8;
    private static final byte NONE = -1;

    private static final byte BROWN = 3;
    private static final byte[] KIND = kinds();

    /** Flags of each frame. */
    static final int FEATURES = BLOCK_ROWS * BLOCK_COLUMNS * KINDS;

    /** Words of 64 flags for each frame. */
    static final int WORDS = (FEATURES + Long.SIZE - 1) / Long.SIZE;

    private MapBlocks() {}

    /**
     * Sets a frame's flags, [9, 27, 8], flag i in bit i % 64 of word i / 64.
     *
     * @param chars u8[24 × 80]
     * @param colors u8[24 × 80]
     * @param target has {@link #WORDS} words from the start on, which are 0
     */
    static void put(byte[] chars, byte[] colors, int row, int column, long[] target, int start) {
        int top = row - BLOCK * BLOCK_ROWS / 2;
        int left = column - BLOCK * BLOCK_COLUMNS / 2;
        int lastRow = Math.min(LAST_ROW, top + BLOCK * BLOCK_ROWS - 1);
        int lastColumn = Math.min(Screens.COLUMNS - 1, left + BLOCK * BLOCK_COLUMNS - 1);
        for (int r = Math.max(FIRST_ROW, top); r <= lastRow; r++) {
            int blocks = (r - top) / BLOCK * BLOCK_COLUMNS;
            for (int c = Math.max(0, left); c <= lastColumn; c++) {
                int cell = r * Screens.COLUMNS + c;
                byte kind = KIND[chars[cell] & 0xFF];
                // Most cells are blank, so they are left first.
                if (kind == NONE) {
                    continue;
                }
                if (colors[cell] == BROWN && isDoor(chars[cell])) {
                    kind = DOOR;
                }
                int flag = (blocks + (c - left) / BLOCK) * KINDS + kind;
                target[start + flag / Long.SIZE] |= 1L << flag;
            }
        }
    }

    /**
     * Lists the flags that are set, in rising order.
     *
     * @param target takes up to {@link #FEATURES} indices
     * @return their number
     */
    static int list(long[] flags, int start, int[] target) {
        int count = 0;
        for (int word = 0; word < WORDS; word++) {
            for (long left = flags[start + word]; left != 0; left &= left - 1) {
                target[count++] = word * Long.SIZE + Long.numberOfTrailingZeros(left);
            }
        }
        return count;
    }

    private static boolean isDoor(byte character) {
        return character == '|' || character == '-' || character == '+';
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        Arrays.fill(kinds, NONE);
        for (int code = '!'; code < 127; code++) {
            kinds[code] = Character.isLetter(code) ? MONSTER : OBJECT;
        }
        for (char monster : "@&;:'~".toCharArray()) {
            kinds[monster] = MONSTER;
        }
        kinds['.'] = FLOOR;
        kinds['#'] = CORRIDOR;
        kinds['|'] = WALL;
        kinds['-'] = WALL;
        kinds['>'] = STAIRS_DOWN;
        kinds['<'] = STAIRS_UP;
        return kinds;
    }
}
