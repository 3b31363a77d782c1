package org.retain.operators.environment.nethack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Measures over states that are written by hand, for what games seldom come to. */
class GameMeasuresTest {

    private static final short BLANK = 2359;
    private static final short FLOOR = 2378;
    private static final short PET = 381 + 16;
    private static final int COLUMNS = 79;

    private final GameMemory memory = new GameMemory(GameMeasures.FIELDS);
    private final ByteBuffer bytes = memory.bytes();
    private final GameMeasures measures = new GameMeasures(memory);

    @BeforeEach
    void beginOnABlankMap() {
        clearMap();
        stat(12, 1); // depth
        stat(24, 1); // level
        stat(20, 1); // turn
        measures.begin();
    }

    @Test
    void countsBouldersThatFillPitsAndPlugHoles() {
        step("The boulder fills a pit.");
        step("");
        step("The boulder falls into and plugs a hole in the floor!");
        step("The boulder is too heavy.");
        step("You fall into a pit.");

        assertThat(figures()).containsEntry("sokoban", 2.0);
    }

    @Test
    void sumsWhatWasEatenAndHowMuchGoldMoved() {
        hunger(900);
        step("");
        hunger(850);
        step("");
        hunger(1650);
        stat(13, 40); // gold
        step("");
        stat(13, 15);
        step("");

        assertThat(figures()).containsEntry("eating", 900.0 + 800).containsEntry("gold", 65.0);
    }

    @Test
    void scoutsEachLevelAsItLastLooked() {
        for (int square = 0; square < 5; square++) {
            glyph(square, FLOOR);
        }
        step("");
        clearMap();
        glyph(0, FLOOR);
        stat(24, 2);
        stat(12, 2);
        step("");
        assertThat(figures()).containsEntry("scout", 6.0);

        for (int square = 0; square < 7; square++) {
            glyph(square, FLOOR);
        }
        stat(24, 1);
        stat(12, 1);
        step("");
        assertThat(figures())
                .containsEntry("scout", 8.0)
                .containsEntry("depth", 1.0)
                .containsEntry("max-depth", 2.0);
    }

    @Test
    void countsStairsAndThoseWithAPetBeside() {
        stat(0, 78); // at the edge of the map
        stat(1, 20);
        onStairs(true);
        step("");
        glyph(19 * COLUMNS + 77, PET);
        step("");
        glyph(19 * COLUMNS + 77, FLOOR);
        // The next square of the row's memory, but at the other side of the map.
        glyph(20 * COLUMNS, PET);
        step("");
        onStairs(false);
        step("");

        assertThat(figures()).containsEntry("staircase", 3.0).containsEntry("staircase-pet", 1.0);
    }

    @Test
    void keepsTheScoreAtEachMilestone() {
        stat(9, 100);
        stat(20, 999);
        step("");
        stat(9, 120);
        stat(20, 1004);
        step("");
        stat(9, 130);
        stat(20, 1005);
        step("");

        assertThat(figures())
                .containsEntry("score-1000", 120.0)
                .doesNotContainKey("score-2000")
                .containsEntry("score", 130.0);
        measures.begin();
        assertThat(figures()).containsEntry("score-1000", 130.0).containsEntry("scout", 0.0);
    }

    private Map<String, Double> figures() {
        return measures.figures();
    }

    private void step(String message) {
        byte[] text = message.getBytes(US_ASCII);
        for (int i = 0; i < GameField.MESSAGE.bytes(); i++) {
            bytes.put(memory.offset(GameField.MESSAGE) + i, i < text.length ? text[i] : (byte) 0);
        }
        measures.step();
    }

    private void stat(int index, long value) {
        bytes.putLong(memory.offset(GameField.BLSTATS) + index * Long.BYTES, value);
    }

    private void hunger(int value) {
        bytes.putInt(memory.offset(GameField.INTERNAL) + 7 * Integer.BYTES, value);
    }

    private void onStairs(boolean on) {
        bytes.putInt(memory.offset(GameField.INTERNAL) + 4 * Integer.BYTES, on ? 1 : 0);
    }

    private void glyph(int square, short glyph) {
        bytes.putShort(memory.offset(GameField.GLYPHS) + square * Short.BYTES, glyph);
    }

    private void clearMap() {
        for (int square = 0; square < GameField.GLYPHS.bytes() / Short.BYTES; square++) {
            glyph(square, BLANK);
        }
    }
}
