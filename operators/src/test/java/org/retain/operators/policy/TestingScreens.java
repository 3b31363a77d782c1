package org.retain.operators.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Terminals for tests. */
final class TestingScreens {

    private static final int CELLS = Screens.ROWS * Screens.COLUMNS;

    private TestingScreens() {}

    /** A terminal of blanks with text at a place. */
    static byte[] text(int row, int column, String text) {
        return text(blank(), row, column, text);
    }

    static byte[] text(byte[] chars, int row, int column, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, chars, row * Screens.COLUMNS + column, bytes.length);
        return chars;
    }

    static byte[] blank() {
        byte[] chars = new byte[CELLS];
        Arrays.fill(chars, (byte) ' ');
        return chars;
    }

    /** So many random terminals, whose bytes may be anything. */
    static Screens random(long seed, int frames) {
        Random random = new Random(seed);
        byte[] chars = new byte[frames * CELLS];
        byte[] colors = new byte[frames * CELLS];
        byte[] previous = new byte[frames];
        random.nextBytes(chars);
        random.nextBytes(colors);
        ByteBuffer cursor =
                ByteBuffer.allocate(frames * 2 * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < frames; i++) {
            cursor.putShort((short) random.nextInt(Screens.ROWS));
            cursor.putShort((short) random.nextInt(Screens.COLUMNS));
            previous[i] = (byte) random.nextInt(121);
        }
        return new Screens(
                ByteBuffer.wrap(chars),
                ByteBuffer.wrap(colors),
                cursor.flip(),
                ByteBuffer.wrap(previous));
    }
}
