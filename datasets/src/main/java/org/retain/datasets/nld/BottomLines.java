package org.retain.datasets.nld;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.retain.datasets.ttyrec.FrameBuffer;

/**
 * Follows the dungeon level and the turn through one game, as the two lowest lines of the screen
 * show them: {@code Dlvl:3 $:12 HP:15(15) Pw:2(2) AC:4 Xp:1/3 T:208}.
 *
 * <p>A screen that does not show one (a menu, the quest's {@code Home 1}) leaves the last value
 * that the game showed. Not thread-safe; one object per game.
 */
public final class BottomLines {

    private static final byte[] LEVEL = "Dlvl:".getBytes(US_ASCII);
    private static final byte[] TURN = " T:".getBytes(US_ASCII);
    private static final int FIRST_ROW = 22;
    private static final int MAX_DIGITS = 9;

    private int level = -1;
    private int turn = -1;

    /**
     * Looks at the next screen of the game.
     *
     * @param chars u8 [N, 24, 80]
     * @param frame index of the screen in the array
     */
    public void look(byte[] chars, int frame) {
        int screen = frame * FrameBuffer.ROWS * FrameBuffer.COLUMNS;
        for (int row = FrameBuffer.ROWS - 1; row >= FIRST_ROW; row--) {
            int from = screen + row * FrameBuffer.COLUMNS;
            int to = from + FrameBuffer.COLUMNS;
            int at = indexOf(chars, from, to, LEVEL);
            if (at >= 0) {
                level = number(chars, at + LEVEL.length, to, level);
                at = indexOf(chars, at, to, TURN);
                if (at >= 0) {
                    turn = number(chars, at + TURN.length, to, turn);
                }
                return;
            }
        }
    }

    /** Dungeon level, at least 1; -1 before the game showed one. */
    public int level() {
        return level;
    }

    /** Turn of the game, at least 1; -1 before the game showed one. */
    public int turn() {
        return turn;
    }

    private static int indexOf(byte[] chars, int from, int to, byte[] word) {
        for (int start = from; start <= to - word.length; start++) {
            int i = 0;
            while (i < word.length && chars[start + i] == word[i]) {
                i++;
            }
            if (i == word.length) {
                return start;
            }
        }
        return -1;
    }

    private static int number(byte[] chars, int from, int to, int otherwise) {
        int value = 0;
        int at = from;
        while (at < to && at < from + MAX_DIGITS && chars[at] >= '0' && chars[at] <= '9') {
            value = 10 * value + chars[at] - '0';
            at++;
        }
        return at == from ? otherwise : value;
    }
}
