package org.retain.datasets.ttyrec;

import java.util.Random;

/**
 * Random recordings whose terminal output exercises every sequence that NLE's emulator knows, and
 * those that it does not: all final bytes, long and huge numbers, sequences broken off by other
 * control bytes or cut between records.
 *
 * <p>The resources {@code ttyrec/synthetic/random-N.ttyrec3.bz2} are {@code recording(25)} of seed
 * N, and {@code ttyrec/golden.py} made their digests.
 */
final class TestingTerminalOutput {

    private static final String FINALS = "ABCDEFGdHfIZJKLMPSTX@bmsucghlin";
    private static final String DRAWING = "`agjklmnoqstuvwxyz{~f";
    private static final int[] GRAPHICS = {
        0, 1, 2, 4, 5, 7, 8, 10, 11, 22, 23, 24, 25, 27, 28, 30, 31, 32, 33, 34, 35, 36, 37, 39, 40,
        41, 47, 49, 38, 90, 97, 3, 100
    };
    private static final String[] HUGE = {
        "2147483648",
        "4294967295",
        "4294967297",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551590",
        "18446744073709551614",
        "18446744073709551615",
        "18446744073709551616",
        "18446744073709551620",
        "99999999999999999999999"
    };

    private final Random random;

    TestingTerminalOutput(long seed) {
        random = new Random(seed);
    }

    /** A sound recording of this many frames. */
    TestingTtyrecWriter recording(int frames) {
        TestingTtyrecWriter writer = new TestingTtyrecWriter();
        StringBuilder pending = new StringBuilder();
        for (int i = 0; i < frames; i++) {
            for (int n = random.nextInt(12); n > 0; n--) {
                append(pending);
            }
            cut(pending, writer);
            writer.time(random.nextInt(), random.nextInt());
            scoreRecord(writer);
            cut(pending, writer);
            if (random.nextInt(8) == 0) {
                byte[] keys = new byte[1 + random.nextInt(3)];
                random.nextBytes(keys);
                writer.record(1, keys);
            } else {
                writer.key(random.nextInt(256));
            }
        }
        return writer.output(" ").score(random.nextInt());
    }

    private void scoreRecord(TestingTtyrecWriter writer) {
        if (random.nextInt(8) == 0) {
            byte[] score = new byte[4 + random.nextInt(6)];
            random.nextBytes(score);
            writer.record(2, score);
        } else {
            writer.score(random.nextInt());
        }
    }

    /** Moves part of the pending output, mostly all, into records. */
    private void cut(StringBuilder pending, TestingTtyrecWriter writer) {
        while (!pending.isEmpty() && random.nextInt(4) > 0) {
            int length =
                    random.nextBoolean() ? pending.length() : 1 + random.nextInt(pending.length());
            writer.output(pending.substring(0, length));
            pending.delete(0, length);
        }
    }

    private void append(StringBuilder out) {
        switch (random.nextInt(12)) {
            case 0, 1 -> text(out, 1 + random.nextInt(120));
            case 2 -> text(out, 1 + random.nextInt(5));
            case 3 -> out.append((char) random.nextInt(256));
            case 4 -> out.append("\b\t\n\r\u000e\u000f\0\7\u007f".charAt(random.nextInt(9)));
            case 5 -> position(out);
            case 6 -> graphics(out);
            case 7 -> drawing(out);
            case 8 -> escape(out);
            default -> sequence(out);
        }
    }

    private void text(StringBuilder out, int length) {
        for (int i = 0; i < length; i++) {
            out.append(random.nextInt(4) == 0 ? ' ' : (char) (0x21 + random.nextInt(0x5e)));
        }
    }

    private void position(StringBuilder out) {
        int row = random.nextBoolean() ? 1 + random.nextInt(24) : 22 + random.nextInt(4);
        int column = random.nextBoolean() ? 1 + random.nextInt(80) : 77 + random.nextInt(5);
        out.append("\u001b[").append(row).append(';').append(column).append('H');
    }

    private void graphics(StringBuilder out) {
        out.append("\u001b[");
        for (int n = random.nextInt(4); n >= 0; n--) {
            out.append(GRAPHICS[random.nextInt(GRAPHICS.length)]).append(n == 0 ? "m" : ";");
        }
    }

    private void drawing(StringBuilder out) {
        out.append((char) (0x0e + random.nextInt(2)));
        for (int n = random.nextInt(8); n > 0; n--) {
            out.append(DRAWING.charAt(random.nextInt(DRAWING.length())));
            out.append((char) (0x80 + random.nextInt(0x80)));
        }
    }

    private void escape(StringBuilder out) {
        out.append('\u001b');
        switch (random.nextInt(8)) {
            case 0 -> out.append('(').append("0BBBU\n\0\u001b".charAt(random.nextInt(8)));
            case 1 -> out.append(")*+".charAt(random.nextInt(3))).append("0 ab");
            case 2 -> out.append((char) random.nextInt(256));
            case 3 -> out.append("c");
            default -> out.append("78H".charAt(random.nextInt(3)));
        }
    }

    private void sequence(StringBuilder out) {
        int last = random.nextInt(20) == 0 ? random.nextInt(256) : 0;
        char end = last == 0 ? FINALS.charAt(random.nextInt(FINALS.length())) : (char) last;
        boolean broken = random.nextInt(15) == 0;
        // A huge count would keep NLE busy for ever.
        boolean huge = !broken && end != 'b' && end > '@' && random.nextInt(6) == 0;
        out.append("\u001b[");
        if (random.nextInt(15) == 0) {
            out.append('?');
        }
        int parameters = random.nextInt(10) == 0 ? random.nextInt(12) : random.nextInt(3);
        for (int i = 0; i < parameters; i++) {
            out.append(i == 0 ? "" : ";").append(number(huge));
        }
        if (broken) {
            out.append(random.nextBoolean() ? '\0' : '\u001b');
            out.append(random.nextBoolean() ? "[" : "");
        }
        out.append(end);
    }

    private String number(boolean huge) {
        if (huge && random.nextBoolean()) {
            return HUGE[random.nextInt(HUGE.length)];
        }
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "0";
            case 2 -> "00" + random.nextInt(30);
            case 3 -> String.valueOf(random.nextInt(100));
            case 4 -> String.valueOf(random.nextInt(5000));
            default -> String.valueOf(random.nextInt(5));
        };
    }
}
