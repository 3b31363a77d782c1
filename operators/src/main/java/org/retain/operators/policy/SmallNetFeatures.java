package org.retain.operators.policy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What a small net reads of each frame, counted and looked up on all cores. Used again. */
final class SmallNetFeatures {

    private static final int CELLS = Screens.ROWS * Screens.COLUMNS;

    /** Frames that one core does before it takes others. */
    private static final int PART = 32;

    private static final int COLOR_MASK = SmallNetParameters.COLORS - 1;

    private final int actions;
    private int[] words = {};
    private int[] characters = {};
    private int[] colors = {};
    private long[] blocks = {};
    private float[] numbers = {};
    private int[] previousActions = {};
    private int[] rows = {};
    private int[] columns = {};

    SmallNetFeatures(int actions) {
        this.actions = actions;
    }

    /** Indices of the message line, [N, {@link MessageWords#SLOTS}] or longer. */
    int[] words() {
        return words;
    }

    /** Characters of the cells around the cursor, [N, {@link ScreenWindow#CELLS}] or longer. */
    int[] characters() {
        return characters;
    }

    /** Their colours, below {@link SmallNetParameters#COLORS}. */
    int[] colors() {
        return colors;
    }

    /** Flags of the blocks, one bit each, [N, {@link MapBlocks#WORDS}] or longer. */
    long[] blocks() {
        return blocks;
    }

    /** Numbers of the bottom lines, [N, {@link StatusLines#FEATURES}] or longer. */
    float[] numbers() {
        return numbers;
    }

    /** The action before each frame, [N] or longer. */
    int[] actions() {
        return previousActions;
    }

    /** Row of the cursor, [N] or longer. */
    int[] rows() {
        return rows;
    }

    /** Column of the cursor, [N] or longer. */
    int[] columns() {
        return columns;
    }

    /** Fills everything with these frames. */
    void read(Screens screens, int frames) {
        grow(frames);
        Arrays.fill(blocks, 0, frames * MapBlocks.WORDS, 0);
        IntStream parts = IntStream.range(0, (frames + PART - 1) / PART);
        (frames > PART ? parts.parallel() : parts)
                .forEach(part -> fill(screens, part * PART, Math.min(frames, (part + 1) * PART)));
    }

    private void grow(int frames) {
        if (rows.length < frames) {
            words = new int[frames * MessageWords.SLOTS];
            characters = new int[frames * ScreenWindow.CELLS];
            colors = new int[frames * ScreenWindow.CELLS];
            blocks = new long[frames * MapBlocks.WORDS];
            numbers = new float[frames * StatusLines.FEATURES];
            previousActions = new int[frames];
            rows = new int[frames];
            columns = new int[frames];
        }
    }

    private void fill(Screens screens, int first, int end) {
        IntBuffer wordTarget = IntBuffer.wrap(words).position(first * MessageWords.SLOTS);
        IntBuffer characterTarget = IntBuffer.wrap(characters).position(first * ScreenWindow.CELLS);
        IntBuffer colorTarget = IntBuffer.wrap(colors).position(first * ScreenWindow.CELLS);
        FloatBuffer numberTarget = FloatBuffer.wrap(numbers).position(first * StatusLines.FEATURES);
        byte[] chars = new byte[CELLS];
        byte[] shades = new byte[CELLS];
        ByteBuffer cursor = screens.cursor().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer previous = screens.previousActions();
        for (int frame = first; frame < end; frame++) {
            screens.chars().get(screens.chars().position() + frame * CELLS, chars);
            screens.colors().get(screens.colors().position() + frame * CELLS, shades);
            int at = cursor.position() + frame * 2 * Short.BYTES;
            int row = clip(cursor.getShort(at), Screens.ROWS);
            int column = clip(cursor.getShort(at + Short.BYTES), Screens.COLUMNS);
            MessageWords.put(chars, wordTarget);
            ScreenWindow.put(chars, row, column, 0xFF, characterTarget);
            ScreenWindow.put(shades, row, column, COLOR_MASK, colorTarget);
            MapBlocks.put(chars, shades, row, column, blocks, frame * MapBlocks.WORDS);
            StatusLines.put(chars, numberTarget);
            previousActions[frame] =
                    clip(previous.get(previous.position() + frame) & 0xFF, actions);
            rows[frame] = row;
            columns[frame] = column;
        }
    }

    private static int clip(int value, int bound) {
        return Math.max(0, Math.min(bound - 1, value));
    }
}
