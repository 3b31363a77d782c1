package org.retain.datasets.ttyrec;

/**
 * Room for up to N decoded frames, filled by {@link TtyrecReader#read} and meant to be reused.
 *
 * <pre>{@code
 * FrameBuffer frames = new FrameBuffer(256);
 * try (TtyrecReader reader = TtyrecReader.open(file)) {
 *     for (int n = reader.read(frames); n > 0; n = reader.read(frames)) {
 *         consume(frames.chars(), frames.keypresses(), n);
 *     }
 * }
 * }</pre>
 *
 * <p>A frame is what the player saw, and the key pressed in answer. All arrays are row-major with
 * the frame as leading axis; the accessors give the arrays themselves, not copies. Frames beyond
 * the count that {@code read} returned hold leftovers.
 */
public final class FrameBuffer {

    /** Rows of the terminal; row 0 is the message line. */
    public static final int ROWS = 24;

    /** Columns of the terminal. */
    public static final int COLUMNS = 80;

    static final int CELLS = ROWS * COLUMNS;

    private final byte[] chars;
    private final byte[] colors;
    private final short[] cursors;
    private final long[] timestamps;
    private final byte[] keypresses;
    private final int[] scores;

    /** Allocates room for this many frames, 3.8 KB each. */
    public FrameBuffer(int capacity) {
        if (capacity < 1 || capacity > Integer.MAX_VALUE / CELLS) {
            throw new IllegalArgumentException(
                    "A frame buffer of %d frames, expected 1 to %d"
                            .formatted(capacity, Integer.MAX_VALUE / CELLS));
        }
        chars = new byte[capacity * CELLS];
        colors = new byte[capacity * CELLS];
        cursors = new short[capacity * 2];
        timestamps = new long[capacity];
        keypresses = new byte[capacity];
        scores = new int[capacity];
    }

    /** How many frames fit. */
    public int capacity() {
        return keypresses.length;
    }

    /** u8 [N, 24, 80]: the byte shown in each cell; blank is 32. */
    public byte[] chars() {
        return chars;
    }

    /** i8 [N, 24, 80]: 0 to 15, 16 more where reverse video is on; untouched cells are 0. */
    public byte[] colors() {
        return colors;
    }

    /** i16 [N, 2]: row 0 to 23 and column 0 to 79. */
    public short[] cursors() {
        return cursors;
    }

    /** i64 [N]: when the key was pressed, in microseconds since 1970. */
    public long[] timestamps() {
        return timestamps;
    }

    /** u8 [N]: the byte sent to NetHack in answer to the screen. */
    public byte[] keypresses() {
        return keypresses;
    }

    /** i32 [N]: the score on the bottom line when the key was pressed. */
    public int[] scores() {
        return scores;
    }
}
