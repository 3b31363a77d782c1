package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * A convolution of 3×3 over cells of the terminal, f32[N, height, width, O], in the CPU's memory,
 * with its derivative written out. A cell's input is what its character's vector and its colour's
 * come to; of such pairs few occur, so each is multiplied with the nine taps of the kernel once and
 * what a cell adds to its neighbours is looked up.
 *
 * <p>Derivatives do not depend on the number of threads.
 */
final class GlyphConvolution {

    private static final int SIDE = GlyphProducts.SIDE;
    private static final int TAPS = GlyphProducts.TAPS;

    /** Parts of the frames that are done side by side, and then added in order. */
    private static final int PARTS = 8;

    private final GlyphProducts products;
    private final GlyphGrid grid;
    private final int outputs;
    private final int height;
    private final int width;

    /** From the cell under the first tap to those under all. */
    private final int[] offsets = new int[TAPS];

    private GlyphConvolution(GlyphProducts.Tables tables, GlyphGrid grid) {
        products = new GlyphProducts(tables, grid);
        this.grid = grid;
        outputs = products.outputs();
        height = grid.size().paddedHeight() - (SIDE - 1);
        width = grid.size().paddedWidth() - (SIDE - 1);
        for (int tap = 0; tap < TAPS; tap++) {
            offsets[tap] = tap / SIDE * grid.size().paddedWidth() + tap % SIDE;
        }
    }

    /**
     * The convolution.
     *
     * @param grid the same until gradients were taken
     * @param recording what records, or null
     */
    static NDArray of(
            NDManager scope, GlyphProducts.Tables tables, GlyphGrid grid, Autograd recording) {
        GlyphConvolution convolution = new GlyphConvolution(tables, grid);
        NDArray result =
                NativeArrays.empty(
                        scope,
                        grid.frames(),
                        convolution.height,
                        convolution.width,
                        convolution.outputs);
        convolution.forward(NativeArrays.floats(result));
        if (recording != null && tables.wantGradient()) {
            result.setRequiresGradient(true);
            recording.onBackward(() -> convolution.backward(result));
        }
        return result;
    }

    private void forward(FloatBuffer result) {
        float[][] ofPairs = products.of();
        float[] bias = products.bias();
        overParts(
                (part, from, to) -> {
                    float[][] alike = new float[grid.pairs()][];
                    float[] sum = new float[outputs];
                    for (int place = from * width; place < to * width; ) {
                        int corner = corner(place / width);
                        for (int column = 0; column < width; column++, place++, corner++) {
                            int pair = grid.pair(corner);
                            if (!isAlike(corner)) {
                                sum(ofPairs, corner, bias, sum);
                                result.put(place * outputs, sum);
                                continue;
                            }
                            if (alike[pair] == null) {
                                alike[pair] = new float[outputs];
                                sum(ofPairs, corner, bias, alike[pair]);
                            }
                            result.put(place * outputs, alike[pair]);
                        }
                    }
                });
    }

    private void sum(float[][] ofPairs, int corner, float[] bias, float[] sum) {
        System.arraycopy(bias, 0, sum, 0, outputs);
        for (int tap = 0; tap < TAPS; tap++) {
            TableSum.add(ofPairs[grid.pair(corner + offsets[tap]) * TAPS + tap], sum);
        }
    }

    /** Whether all that a place sees is the same pair, as over the blanks of most of a map. */
    private boolean isAlike(int corner) {
        int pair = grid.pair(corner);
        for (int offset : offsets) {
            if (grid.pair(corner + offset) != pair) {
                return false;
            }
        }
        return true;
    }

    /**
     * The cell under the first tap, of a row's first place; rows are counted through all frames.
     */
    private int corner(int row) {
        int paddedRow = row / height * grid.size().paddedHeight() + row % height;
        return paddedRow * grid.size().paddedWidth();
    }

    private void backward(NDArray result) {
        float[][][] parts = new float[PARTS][grid.pairs() * TAPS][];
        try (NDArray gradient = result.getGradient()) {
            addUp(NativeArrays.floats(gradient), parts);
        }
        products.propagate(result.getManager(), row -> sum(parts, row));
    }

    /** [part][pair, tap][O]: the gradients of what pairs add. */
    private void addUp(FloatBuffer gradient, float[][][] parts) {
        overParts(
                (part, from, to) -> {
                    float[][] sums = parts[part];
                    float[][] alike = new float[grid.pairs()][];
                    float[] ofPlace = new float[outputs];
                    for (int place = from * width; place < to * width; ) {
                        int corner = corner(place / width);
                        for (int column = 0; column < width; column++, place++, corner++) {
                            gradient.get(place * outputs, ofPlace);
                            if (isAlike(corner)) {
                                add(ofPlace, alike, grid.pair(corner));
                                continue;
                            }
                            for (int tap = 0; tap < TAPS; tap++) {
                                add(ofPlace, sums, grid.pair(corner + offsets[tap]) * TAPS + tap);
                            }
                        }
                    }
                    for (int pair = 0; pair < alike.length; pair++) {
                        for (int tap = 0; tap < TAPS && alike[pair] != null; tap++) {
                            add(alike[pair], sums, pair * TAPS + tap);
                        }
                    }
                });
    }

    private static void add(float[] addend, float[][] sums, int row) {
        if (sums[row] == null) {
            sums[row] = addend.clone();
        } else {
            TableSum.add(addend, sums[row]);
        }
    }

    private float[] sum(float[][][] parts, int row) {
        float[] sum = new float[outputs];
        for (float[][] part : parts) {
            if (part[row] != null) {
                TableSum.add(part[row], sum);
            }
        }
        return sum;
    }

    private interface Part {

        /** Does some rows of the result, counted through all frames. */
        void run(int part, int from, int to);
    }

    private void overParts(Part work) {
        int frames = grid.frames();
        int size = (frames + PARTS - 1) / PARTS;
        IntStream parts = IntStream.range(0, PARTS);
        (frames > PARTS ? parts.parallel() : parts)
                .forEach(
                        part ->
                                work.run(
                                        part,
                                        Math.min(frames, part * size) * height,
                                        Math.min(frames, (part + 1) * size) * height));
    }
}
