package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * The vectors of the cells around the cursor, each the sum of its character's and its colour's,
 * f32[N × 81, D], in the CPU's memory, with its derivative written out: of the pairs of character
 * and colour, few occur.
 *
 * <p>Derivatives do not depend on the number of threads.
 */
final class WindowEmbedding {

    private static final int COLORS = SmallNetParameters.COLORS;

    /** Parts of the cells that are done side by side, and then added in order. */
    private static final int PARTS = 8;

    private final NDArray ofCharacters;
    private final NDArray ofColors;
    private final int[] characters;
    private final int[] colors;
    private final int cells;
    private final int width;
    private final int pairs;

    private WindowEmbedding(
            NDArray ofCharacters, NDArray ofColors, int[] characters, int[] colors, int cells) {
        this.ofCharacters = ofCharacters;
        this.ofColors = ofColors;
        this.characters = characters;
        this.colors = colors;
        this.cells = cells;
        width = Math.toIntExact(ofCharacters.getShape().get(1));
        pairs = Math.toIntExact(ofCharacters.getShape().get(0)) * COLORS;
    }

    /**
     * The vectors.
     *
     * @param ofCharacters f32[256, D]; both get their gradients when they ask for them
     * @param ofColors f32[16, D]
     * @param characters u8 of each cell, the same until gradients were taken
     * @param colors colour of each cell
     * @param cells how many there are
     * @param recording what records, or null
     */
    static NDArray of(
            NDManager scope,
            NDArray ofCharacters,
            NDArray ofColors,
            int[] characters,
            int[] colors,
            int cells,
            Autograd recording) {
        WindowEmbedding embedding =
                new WindowEmbedding(ofCharacters, ofColors, characters, colors, cells);
        NDArray result = NativeArrays.empty(scope, cells, embedding.width);
        embedding.forward(NativeArrays.floats(result));
        if (recording != null && (ofCharacters.hasGradient() || ofColors.hasGradient())) {
            result.setRequiresGradient(true);
            recording.onBackward(() -> embedding.backward(result));
        }
        return result;
    }

    private int pair(int cell) {
        return characters[cell] * COLORS + colors[cell];
    }

    private void forward(FloatBuffer result) {
        float[] characterRows = ofCharacters.toFloatArray();
        float[] colorRows = ofColors.toFloatArray();
        float[][] sums = new float[pairs][];
        overParts(
                (part, from, to) -> {
                    for (int cell = from; cell < to; cell++) {
                        int pair = pair(cell);
                        float[] sum = sums[pair];
                        if (sum == null) {
                            sum = sum(characterRows, colorRows, pair);
                            sums[pair] = sum;
                        }
                        result.put(cell * width, sum);
                    }
                });
    }

    private float[] sum(float[] characterRows, float[] colorRows, int pair) {
        float[] sum = new float[width];
        for (int i = 0; i < width; i++) {
            sum[i] =
                    characterRows[pair / COLORS * width + i] + colorRows[pair % COLORS * width + i];
        }
        return sum;
    }

    private void backward(NDArray result) {
        float[][][] sums = new float[PARTS][pairs][];
        try (NDArray array = result.getGradient()) {
            addUp(NativeArrays.floats(array), sums);
        }
        float[] forCharacters = new float[pairs / COLORS * width];
        float[] forColors = new float[COLORS * width];
        for (float[][] part : sums) {
            for (int pair = 0; pair < pairs; pair++) {
                if (part[pair] != null) {
                    add(part[pair], forCharacters, pair / COLORS * width);
                    add(part[pair], forColors, pair % COLORS * width);
                }
            }
        }
        propagate(result, ofCharacters, forCharacters);
        propagate(result, ofColors, forColors);
    }

    private void addUp(FloatBuffer gradient, float[][][] sums) {
        overParts(
                (part, from, to) -> {
                    float[] ofCell = new float[width];
                    for (int cell = from; cell < to; cell++) {
                        gradient.get(cell * width, ofCell);
                        float[] sum = sums[part][pair(cell)];
                        if (sum == null) {
                            sums[part][pair(cell)] = ofCell.clone();
                        } else {
                            TableSum.add(ofCell, sum);
                        }
                    }
                });
    }

    private static void add(float[] addend, float[] sums, int start) {
        for (int i = 0; i < addend.length; i++) {
            sums[start + i] += addend[i];
        }
    }

    private static void propagate(NDArray result, NDArray table, float[] gradient) {
        if (!table.hasGradient()) {
            return;
        }
        try (NDArray array =
                NativeArrays.of(result.getManager(), gradient, table.getShape().getShape())) {
            Autograd.propagate(table, array);
        }
    }

    private interface Part {
        void run(int part, int from, int to);
    }

    private void overParts(Part work) {
        int size = (cells + PARTS - 1) / PARTS;
        IntStream parts = IntStream.range(0, PARTS);
        (cells > PARTS * ScreenWindow.CELLS ? parts.parallel() : parts)
                .forEach(
                        part ->
                                work.run(
                                        part,
                                        Math.min(cells, part * size),
                                        Math.min(cells, (part + 1) * size)));
    }
}
