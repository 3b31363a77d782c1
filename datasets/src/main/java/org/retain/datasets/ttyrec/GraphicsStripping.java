package org.retain.datasets.ttyrec;

/**
 * Turns line-drawing bytes into the ASCII that NetHack uses for the same things, as dgamelaunch and
 * NLE do when they show a recording.
 */
final class GraphicsStripping {

    private static final byte[] PLAIN = identity();
    private static final byte[] LINE_DRAWING = identity();

    static {
        String codePage437 = "b0#b1#b3|b4|bf-c0-c1-c2-c3|c4-c5-d9-da-f0#f1#f4{f7}fa.fe|";
        for (int i = 0; i < codePage437.length(); i += 3) {
            int from = Integer.parseInt(codePage437, i, i + 2, 16);
            PLAIN[from] = LINE_DRAWING[from] = (byte) codePage437.charAt(i + 2);
        }
        String vt100 = "`}a|g#j-k-l-m-n-o-q-s-v-w-t|u|x|y<z>{#~.";
        for (int i = 0; i < vt100.length(); i += 2) {
            LINE_DRAWING[vt100.charAt(i)] = (byte) vt100.charAt(i + 1);
        }
    }

    private GraphicsStripping() {}

    /** The byte shown for a byte written, with the DEC line-drawing set selected or not. */
    static byte shown(int written, boolean lineDrawing) {
        return (lineDrawing ? LINE_DRAWING : PLAIN)[written & 0xff];
    }

    private static byte[] identity() {
        byte[] map = new byte[256];
        for (int i = 0; i < map.length; i++) {
            map[i] = (byte) i;
        }
        return map;
    }
}
