package org.retain.operators.environment.nethack;

/**
 * What a game can show, and where NLE 1.3.0 keeps the address of each buffer in its {@code
 * nle_obs}.
 *
 * <p>{@code screen_descriptions} is missing on purpose: describing the screen marks objects as seen
 * and so changes the game.
 */
enum GameField {
    /** i16[21,79]. */
    GLYPHS(16, 3318),
    /** u8[21,79]. */
    CHARS(24, 1659),
    /** u8[21,79]. */
    COLORS(32, 1659),
    /** u8[21,79]. */
    SPECIALS(40, 1659),
    /** i64[27]. */
    BLSTATS(48, 216),
    /** u8[256]. */
    MESSAGE(56, 256),
    /** i32[6]: game over, panicking, exiting, in move loop, in impossible, worth saving. */
    PROGRAM_STATE(64, 24),
    /** i32[9]: deepest level, in yn, in getlin, waits for space, on stairs, 0, 0, hunger, score. */
    INTERNAL(72, 36),
    /** i16[55]. */
    INV_GLYPHS(80, 110),
    /** u8[55,80]. */
    INV_STRS(88, 4400),
    /** u8[55]. */
    INV_LETTERS(96, 55),
    /** u8[55]. */
    INV_OCLASSES(104, 55),
    /** u8[24,80]. */
    TTY_CHARS(120, 1920),
    /** i8[24,80]. */
    TTY_COLORS(128, 1920),
    /** u8[2]: row, column. */
    TTY_CURSOR(136, 2),
    /** i32[3]: in yn, in getlin, waits for space. */
    MISC(144, 12);

    /** Bytes of {@code nle_obs}. */
    static final int STRUCT_BYTES = 152;

    /** i32, in: the key that the next step presses. */
    static final int ACTION = 0;

    /** i32, out: 1 when the game is over. */
    static final int DONE = 4;

    /** i8, out: 1 while the map is shown. */
    static final int IN_NORMAL_GAME = 8;

    /** i32, out: how the game ended; written only by a regular end. */
    static final int HOW_DONE = 12;

    private final int pointer;
    private final int bytes;

    GameField(int pointer, int bytes) {
        this.pointer = pointer;
        this.bytes = bytes;
    }

    /** Offset of the buffer's address in {@code nle_obs}. */
    int pointer() {
        return pointer;
    }

    int bytes() {
        return bytes;
    }
}
