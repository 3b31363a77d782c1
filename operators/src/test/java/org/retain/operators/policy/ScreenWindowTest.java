package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.IntBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests for {@link ScreenWindow}. */
class ScreenWindowTest {

    private static final int CENTRE = ScreenWindow.CELLS / 2;

    private final byte[] cells = new byte[Screens.ROWS * Screens.COLUMNS];

    @Test
    void putsTheCursorInItsCentre() {
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (byte) (i % 251);
        }
        int[] window = window(10, 40, 0xFF);

        assertThat(window[CENTRE]).isEqualTo((10 * 80 + 40) % 251);
        assertThat(window[0]).isEqualTo((6 * 80 + 36) % 251);
        assertThat(window[8]).isEqualTo((6 * 80 + 44) % 251);
        assertThat(window[9]).isEqualTo((7 * 80 + 36) % 251);
        assertThat(window[80]).isEqualTo((14 * 80 + 44) % 251);
    }

    @Test
    void leavesBlankWhatLiesBeyondTheTerminal() {
        Arrays.fill(cells, (byte) 1);
        assertThat(window(0, 0, 0xFF)).satisfies(window -> assertThat(sum(window)).isEqualTo(25));
        assertThat(window(0, 0, 0xFF)[CENTRE]).isEqualTo(1);
        assertThat(window(0, 0, 0xFF)[CENTRE - 1]).isZero();
        // A row's end is not the next row's beginning.
        assertThat(window(10, 79, 0xFF)[CENTRE + 1]).isZero();
        assertThat(sum(window(23, 79, 0xFF))).isEqualTo(25);
        assertThat(sum(window(12, 40, 0xFF))).isEqualTo(81);
    }

    @Test
    void keepsOnlyTheBitsOfTheMaskAndNoSign() {
        cells[5 * 80 + 5] = (byte) 0xF7;

        assertThat(window(5, 5, 0xFF)[CENTRE]).isEqualTo(0xF7);
        assertThat(window(5, 5, 15)[CENTRE]).isEqualTo(7);
    }

    private static int sum(int[] window) {
        return Arrays.stream(window).sum();
    }

    private int[] window(int row, int column, int mask) {
        IntBuffer target = IntBuffer.allocate(ScreenWindow.CELLS);
        ScreenWindow.put(cells, row, column, mask, target);
        assertThat(target.hasRemaining()).isFalse();
        return target.array();
    }
}
