package org.retain.operators.policy;

import java.util.Arrays;

/**
 * Frames of cells, each a pair of character and colour. Few pairs occur, so those that do are
 * numbered from 1, by character and colour; 0 is what lies beyond the edge.
 */
final class GlyphGrid {

    /** Number of what lies beyond the edge. */
    static final int OUTSIDE = 0;

    private static final int CHARACTERS = 256;

    private final Size size;
    private final int frames;
    private final int[] numbers;
    private int[] characters = new int[64];
    private int[] colors = new int[64];
    private int pairs = 1;

    /**
     * What a frame measures.
     *
     * @param height rows of cells
     * @param width columns of cells
     * @param padding cells beyond each edge that are looked at
     */
    record Size(int height, int width, int padding) {

        int cells() {
            return height * width;
        }

        int paddedHeight() {
            return height + 2 * padding;
        }

        int paddedWidth() {
            return width + 2 * padding;
        }
    }

    /**
     * Frames of cells.
     *
     * @param characters below 256, [N, height, width] or longer
     * @param colors below so many, likewise
     */
    GlyphGrid(Size size, int[] characters, int[] colors, int colorCount, int frames) {
        this.size = size;
        this.frames = frames;
        int cells = frames * size.cells();
        int[] numberOf = new int[CHARACTERS * colorCount];
        for (int cell = 0; cell < cells; cell++) {
            numberOf[characters[cell] * colorCount + colors[cell]] = 1;
        }
        for (int pair = 0; pair < numberOf.length; pair++) {
            if (numberOf[pair] != 0) {
                numberOf[pair] = add(pair / colorCount, pair % colorCount);
            }
        }
        numbers = new int[frames * size.paddedHeight() * size.paddedWidth()];
        for (int row = 0, cell = 0; row < frames * size.height; row++) {
            int target = start(row);
            for (int column = 0; column < size.width; column++, cell++) {
                numbers[target + column] = numberOf[characters[cell] * colorCount + colors[cell]];
            }
        }
    }

    /** Where the first cell of a row lies; rows are counted through all frames. */
    private int start(int row) {
        int frame = row / size.height;
        int paddedRow = frame * size.paddedHeight() + row % size.height + size.padding;
        return paddedRow * size.paddedWidth() + size.padding;
    }

    private int add(int character, int color) {
        if (pairs == characters.length) {
            characters = Arrays.copyOf(characters, 2 * pairs);
            colors = Arrays.copyOf(colors, 2 * pairs);
        }
        characters[pairs] = character;
        colors[pairs] = color;
        return pairs++;
    }

    Size size() {
        return size;
    }

    int frames() {
        return frames;
    }

    /** How many numbers there are, that of the outside among them. */
    int pairs() {
        return pairs;
    }

    /** The character of a pair that is not outside. */
    int character(int pair) {
        return characters[pair];
    }

    /** The colour of a pair that is not outside. */
    int color(int pair) {
        return colors[pair];
    }

    /** The pair at a place in the padded frames, row by row. */
    int pair(int place) {
        return numbers[place];
    }
}
