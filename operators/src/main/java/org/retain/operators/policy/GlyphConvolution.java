package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.function.IntUnaryOperator;
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

    private static final int SIDE = 3;
    private static final int TAPS = SIDE * SIDE;
    private static final int CENTRE = 4;

    /** Parts of the frames that are done side by side, and then added in order. */
    private static final int PARTS = 8;

    private final Tables tables;
    private final GlyphGrid grid;
    private final int inputs;
    private final int outputs;
    private final int height;
    private final int width;

    /** From the cell under the first tap to those under all. */
    private final int[] offsets = new int[TAPS];

    /** [I, tap][O]: the kernel with the outputs last. */
    private final float[][] kernel;

    /** [pair][I]; zeros outside. */
    private final float[][] vectors;

    private GlyphConvolution(Tables tables, GlyphGrid grid) {
        this.tables = tables;
        this.grid = grid;
        inputs = Math.toIntExact(tables.weight.getShape().get(1));
        outputs = Math.toIntExact(tables.bias.getShape().get(0));
        height = grid.size().paddedHeight() - (SIDE - 1);
        width = grid.size().paddedWidth() - (SIDE - 1);
        for (int tap = 0; tap < TAPS; tap++) {
            offsets[tap] = tap / SIDE * grid.size().paddedWidth() + tap % SIDE;
        }
        kernel = kernel(tables.weight);
        vectors = vectors();
    }

    /**
     * The parameters; those that ask for a gradient get it.
     *
     * @param ofCharacters f32[256, I] where a cell's input is the sum of both vectors, else
     *     f32[256, I − C]
     * @param ofColors f32[colours, I] or f32[colours, C], which then follows the character's
     * @param weight f32[O, I, 3, 3]
     * @param bias f32[O]
     */
    record Tables(NDArray ofCharacters, NDArray ofColors, NDArray weight, NDArray bias) {

        boolean wantGradient() {
            return ofCharacters.hasGradient()
                    || ofColors.hasGradient()
                    || weight.hasGradient()
                    || bias.hasGradient();
        }

        int characterWidth() {
            return Math.toIntExact(ofCharacters.getShape().get(1));
        }

        int colorWidth() {
            return Math.toIntExact(ofColors.getShape().get(1));
        }

        /** Where the colour's vector begins within a cell's input. */
        int colorStart() {
            return Math.toIntExact(weight.getShape().get(1)) - colorWidth();
        }
    }

    /**
     * The convolution.
     *
     * @param grid the same until gradients were taken
     * @param recording what records, or null
     */
    static NDArray of(NDManager scope, Tables tables, GlyphGrid grid, Autograd recording) {
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

    private float[][] kernel(NDArray weight) {
        float[] flat = weight.toFloatArray();
        float[][] kernel = new float[inputs * TAPS][outputs];
        for (int output = 0; output < outputs; output++) {
            for (int i = 0; i < inputs * TAPS; i++) {
                kernel[i][output] = flat[output * inputs * TAPS + i];
            }
        }
        return kernel;
    }

    private float[][] vectors() {
        float[] characterRows = tables.ofCharacters.toFloatArray();
        float[] colorRows = tables.ofColors.toFloatArray();
        int characterWidth = tables.characterWidth();
        int colorWidth = tables.colorWidth();
        float[][] found = new float[grid.pairs()][inputs];
        for (int pair = GlyphGrid.OUTSIDE + 1; pair < found.length; pair++) {
            for (int i = 0; i < characterWidth; i++) {
                found[pair][i] = characterRows[grid.character(pair) * characterWidth + i];
            }
            for (int i = 0; i < colorWidth; i++) {
                found[pair][tables.colorStart() + i] +=
                        colorRows[grid.color(pair) * colorWidth + i];
            }
        }
        return found;
    }

    /** [pair, tap][O]: what a pair adds to the output that sees it through a tap. */
    private float[][] products() {
        float[][] products = new float[grid.pairs() * TAPS][outputs];
        IntStream.range(0, grid.pairs())
                .parallel()
                .forEach(
                        pair -> {
                            for (int tap = 0; tap < TAPS; tap++) {
                                float[] product = products[pair * TAPS + tap];
                                for (int i = 0; i < inputs; i++) {
                                    add(vectors[pair][i], kernel[i * TAPS + tap], product);
                                }
                            }
                        });
        return products;
    }

    private void forward(FloatBuffer result) {
        float[][] products = products();
        float[] bias = tables.bias.toFloatArray();
        overParts(
                (part, from, to) -> {
                    float[][] alike = new float[grid.pairs()][];
                    float[] sum = new float[outputs];
                    for (int place = from * width; place < to * width; ) {
                        int corner = corner(place / width);
                        for (int column = 0; column < width; column++, place++, corner++) {
                            int pair = grid.pair(corner);
                            if (!isAlike(corner)) {
                                sum(products, corner, bias, sum);
                                result.put(place * outputs, sum);
                                continue;
                            }
                            if (alike[pair] == null) {
                                alike[pair] = new float[outputs];
                                sum(products, corner, bias, alike[pair]);
                            }
                            result.put(place * outputs, alike[pair]);
                        }
                    }
                });
    }

    private void sum(float[][] products, int corner, float[] bias, float[] sum) {
        System.arraycopy(bias, 0, sum, 0, outputs);
        for (int tap = 0; tap < TAPS; tap++) {
            TableSum.add(products[grid.pair(corner + offsets[tap]) * TAPS + tap], sum);
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
        float[] ofBias = new float[outputs];
        float[][] ofKernel = new float[inputs * TAPS][outputs];
        float[][] ofVectors = new float[grid.pairs()][inputs];
        for (int pair = 0; pair < grid.pairs(); pair++) {
            for (int tap = 0; tap < TAPS; tap++) {
                float[] sum = sum(parts, pair * TAPS + tap);
                if (tap == CENTRE) {
                    TableSum.add(sum, ofBias);
                }
                for (int i = 0; i < inputs; i++) {
                    add(vectors[pair][i], sum, ofKernel[i * TAPS + tap]);
                    ofVectors[pair][i] += product(sum, kernel[i * TAPS + tap]);
                }
            }
        }
        NDManager scope = result.getManager();
        propagate(scope, tables.bias, ofBias);
        propagate(scope, tables.weight, outputsFirst(ofKernel));
        propagate(
                scope,
                tables.ofCharacters,
                ofTable(tables.ofCharacters, ofVectors, grid::character, 0));
        propagate(
                scope,
                tables.ofColors,
                ofTable(tables.ofColors, ofVectors, grid::color, tables.colorStart()));
    }

    /** The gradients of a table's rows, whose elements begin somewhere in the cells' inputs. */
    private float[] ofTable(
            NDArray table, float[][] ofVectors, IntUnaryOperator rowOf, int firstInput) {
        int elements = Math.toIntExact(table.getShape().get(1));
        float[] gradient = new float[Math.toIntExact(table.size())];
        for (int pair = GlyphGrid.OUTSIDE + 1; pair < grid.pairs(); pair++) {
            int row = rowOf.applyAsInt(pair);
            for (int i = 0; i < elements; i++) {
                gradient[row * elements + i] += ofVectors[pair][firstInput + i];
            }
        }
        return gradient;
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

    private float[] outputsFirst(float[][] ofKernel) {
        float[] flat = new float[outputs * ofKernel.length];
        for (int i = 0; i < ofKernel.length; i++) {
            for (int output = 0; output < outputs; output++) {
                flat[output * ofKernel.length + i] = ofKernel[i][output];
            }
        }
        return flat;
    }

    private static void propagate(NDManager scope, NDArray parameter, float[] gradient) {
        if (parameter.hasGradient()) {
            try (NDArray array =
                    NativeArrays.of(scope, gradient, parameter.getShape().getShape())) {
                Autograd.propagate(parameter, array);
            }
        }
    }

    private static void add(float factor, float[] addend, float[] sum) {
        int length = Math.min(addend.length, sum.length);
        for (int i = 0; i < length; i++) {
            sum[i] += factor * addend[i];
        }
    }

    private static float product(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
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
