package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.COLUMNS;
import static org.retain.operators.policy.ScaledNetParameters.CROP;
import static org.retain.operators.policy.ScaledNetParameters.MAP_ROWS;

import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/**
 * Cells of the terminal as a ScaledNet convolves them: the map, rows 1 to 21, and 9×9 cells of it
 * around the cursor.
 *
 * <p>The window reaches from 5 cells before the cursor to 3 after it, as the reference's does;
 * cells beyond the map are 0. With the cursor in the message line the whole window is 0.
 */
final class MapCells {

    /** Cells of the window before the cursor's. */
    static final int BEFORE = 5;

    private static final GlyphGrid.Size MAP = new GlyphGrid.Size(MAP_ROWS, COLUMNS, 1);
    private static final GlyphGrid.Size WINDOW = new GlyphGrid.Size(CROP, CROP, 1);
    private static final int SCREEN = Screens.ROWS * COLUMNS;

    private MapCells() {}

    /** The maps of some frames. */
    static GlyphGrid map(Screens screens, int from, int to) {
        int[] chars = new int[(to - from) * MAP.cells()];
        int[] colors = new int[chars.length];
        for (int frame = from, cell = 0; frame < to; frame++) {
            for (int i = 0; i < MAP.cells(); i++, cell++) {
                int place = frame * SCREEN + COLUMNS + i;
                chars[cell] = character(screens, place);
                colors[cell] = color(screens, place);
            }
        }
        return grid(MAP, chars, colors, to - from);
    }

    /** The windows of some frames. */
    static GlyphGrid window(Screens screens, int from, int to) {
        ShortBuffer cursor =
                screens.cursor().duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        int[] chars = new int[(to - from) * WINDOW.cells()];
        int[] colors = new int[chars.length];
        for (int frame = from, cell = 0; frame < to; frame++) {
            int firstRow = cursor.get(2 * frame) - 1 - BEFORE;
            int firstColumn = cursor.get(2 * frame + 1) - BEFORE;
            boolean inMap = cursor.get(2 * frame) > 0;
            for (int row = firstRow; row < firstRow + CROP; row++) {
                for (int column = firstColumn; column < firstColumn + CROP; column++, cell++) {
                    if (inMap && row >= 0 && row < MAP_ROWS && column >= 0 && column < COLUMNS) {
                        int place = frame * SCREEN + (1 + row) * COLUMNS + column;
                        chars[cell] = character(screens, place);
                        colors[cell] = color(screens, place);
                    }
                }
            }
        }
        return grid(WINDOW, chars, colors, to - from);
    }

    private static GlyphGrid grid(GlyphGrid.Size size, int[] chars, int[] colors, int frames) {
        return new GlyphGrid(size, chars, colors, ScaledNetParameters.COLORS, frames);
    }

    private static int character(Screens screens, int place) {
        return Byte.toUnsignedInt(screens.chars().get(screens.chars().position() + place));
    }

    private static int color(Screens screens, int place) {
        return screens.colors().get(screens.colors().position() + place)
                & (ScaledNetParameters.COLORS - 1);
    }
}
