package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link MapBlocks}. */
class MapBlocksTest {

    private static final int ROW = 12;
    private static final int COLUMN = 40;
    private static final int CENTRE = 4 * 27 + 13;

    @ParameterizedTest
    @CsvSource({
        "., 7, 0",
        "#, 7, 1",
        "|, 7, 2",
        "-, 7, 2",
        "|, 3, 3",
        "-, 3, 3",
        "+, 3, 3",
        ">, 7, 4",
        "<, 7, 5",
        "d, 1, 6",
        "Z, 7, 6",
        "@, 15, 6",
        "&, 1, 6",
        "+, 4, 7",
        "%, 1, 7",
        "$, 11, 7",
        "0, 7, 7"
    })
    void tellsWhatAThingIs(String character, byte color, int kind) {
        byte[] chars = TestingScreens.text(ROW, COLUMN, character);
        byte[] colors = new byte[chars.length];
        colors[ROW * Screens.COLUMNS + COLUMN] = color;

        assertThat(set(blocks(chars, colors, ROW, COLUMN))).containsExactly(CENTRE * 8 + kind);
    }

    @Test
    void laysBlocksOfThreeByThreeAroundTheCursor() {
        // The centre block reaches one cell to each side.
        for (int dr = -1; dr <= 1; dr++) {
            for (int dc = -1; dc <= 1; dc++) {
                assertThat(block(ROW + dr, COLUMN + dc)).isEqualTo(CENTRE);
            }
        }
        assertThat(block(ROW, COLUMN + 2)).isEqualTo(CENTRE + 1);
        assertThat(block(ROW, COLUMN - 2)).isEqualTo(CENTRE - 1);
        assertThat(block(ROW + 2, COLUMN)).isEqualTo(CENTRE + 27);
        assertThat(block(ROW - 2, COLUMN - 4)).isEqualTo(CENTRE - 27 - 1);
        assertThat(block(ROW, 0)).isEqualTo(4 * 27);
        assertThat(block(ROW, 79)).isEqualTo(4 * 27 + 26);
    }

    private static int block(int row, int column) {
        byte[] chars = TestingScreens.text(row, column, "<");
        int[] set = set(blocks(chars, new byte[chars.length], ROW, COLUMN));
        assertThat(set).hasSize(1);
        assertThat(set[0] % 8).isEqualTo(5);
        return set[0] / 8;
    }

    @Test
    void setsAFlagForEveryKindInABlock() {
        byte[] chars = TestingScreens.text(ROW, COLUMN - 1, ".d.");

        assertThat(set(blocks(chars, new byte[chars.length], ROW, COLUMN)))
                .containsExactly(CENTRE * 8, CENTRE * 8 + 6);
    }

    @Test
    void readsNeitherMessageNorStatus() {
        byte[] chars = TestingScreens.blank();
        for (int row : new int[] {0, 22, 23}) {
            TestingScreens.text(chars, row, 0, "d".repeat(80));
        }
        for (int row = 0; row < Screens.ROWS; row++) {
            assertThat(set(blocks(chars, new byte[chars.length], row, COLUMN))).isEmpty();
        }
        TestingScreens.text(chars, 1, 40, "d");
        TestingScreens.text(chars, 21, 40, "d");
        assertThat(set(blocks(chars, new byte[chars.length], 11, COLUMN))).hasSize(2);
    }

    @Test
    void holdsAnyScreenWithTheCursorAnywhere() {
        Random random = new Random(1);
        byte[] chars = TestingScreens.blank();
        byte[] colors = TestingScreens.blank();
        for (int row = 0; row < Screens.ROWS; row++) {
            for (int column = 0; column < Screens.COLUMNS; column++) {
                random.nextBytes(chars);
                random.nextBytes(colors);
                assertThat(set(blocks(chars, colors, row, column)))
                        .isNotEmpty()
                        .doesNotContain(MapBlocks.FEATURES);
            }
        }
    }

    private static int[] set(long[] blocks) {
        int[] set = new int[MapBlocks.FEATURES];
        return Arrays.copyOf(set, MapBlocks.list(blocks, 1, set));
    }

    /** The flags, from word 1 on. */
    private static long[] blocks(byte[] chars, byte[] colors, int row, int column) {
        long[] target = new long[1 + MapBlocks.WORDS];
        MapBlocks.put(chars, colors, row, column, target, 1);
        assertThat(target[0]).isZero();
        return target;
    }
}
