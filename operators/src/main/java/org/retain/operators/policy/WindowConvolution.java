package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * The first convolution over the cells around the cursor, f32[N, 7, 7, O], in the CPU's memory,
 * with its derivative written out. A cell's input is the sum of its character's vector and its
 * colour's; of such pairs few occur, so each is multiplied with the nine taps of the kernel once
 * and what a cell adds to its neighbours is looked up.
 *
 * <p>Derivatives do not depend on the number of threads.
 */
final class WindowConvolution {

    static final int SIZE = ScreenWindow.SIZE - 2;

    private static final int TAPS = 9;
    private static final int CENTRE = 4;
    private static final int COLORS = SmallNetParameters.COLORS;

    /** Parts of the frames that are done side by side, and then added in order. */
    private static final int PARTS = 8;

    private final Tables tables;
    private final int[] characters;
    private final int[] colors;
    private final int frames;
    private final int pairs;
    private final int inputs;
    private final int outputs;

    /** [I, tap][O]: the kernel with the outputs last. */
    private final float[][] kernel;

    /** [pair][I], where a pair occurs. */
    private final float[][] vectors;

    private WindowConvolution(Tables tables, int[] characters, int[] colors, int frames) {
        this.tables = tables;
        this.characters = characters;
        this.colors = colors;
        this.frames = frames;
        pairs = Math.toIntExact(tables.ofCharacters.getShape().get(0)) * COLORS;
        inputs = Math.toIntExact(tables.ofCharacters.getShape().get(1));
        outputs = Math.toIntExact(tables.bias.getShape().get(0));
        kernel = kernel(tables.weight);
        vectors = vectors();
    }

    /**
     * The parameters; those that ask for a gradient get it.
     *
     * @param ofCharacters f32[256, I]
     * @param ofColors f32[16, I]
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
    }

    /**
     * The convolution.
     *
     * @param characters u8 of each cell, [N, 9, 9] or longer, the same until gradients were taken
     * @param colors colour of each cell, likewise
     * @param frames N
     * @param recording what records, or null
     */
    static NDArray of(
            NDManager scope,
            Tables tables,
            int[] characters,
            int[] colors,
            int frames,
            Autograd recording) {
        WindowConvolution convolution = new WindowConvolution(tables, characters, colors, frames);
        NDArray result = NativeArrays.empty(scope, frames, SIZE, SIZE, convolution.outputs);
        convolution.forward(NativeArrays.floats(result));
        if (recording != null && tables.wantGradient()) {
            result.setRequiresGradient(true);
            recording.onBackward(() -> convolution.backward(result));
        }
        return result;
    }

    private int pair(int cell) {
        return characters[cell] * COLORS + colors[cell];
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
        float[][] found = new float[pairs][];
        for (int cell = 0; cell < frames * ScreenWindow.CELLS; cell++) {
            int pair = pair(cell);
            if (found[pair] == null) {
                found[pair] = new float[inputs];
                for (int i = 0; i < inputs; i++) {
                    found[pair][i] =
                            characterRows[pair / COLORS * inputs + i]
                                    + colorRows[pair % COLORS * inputs + i];
                }
            }
        }
        return found;
    }

    /** [pair, tap][O]: what a pair adds to the output that sees it through a tap. */
    private float[][] products() {
        float[][] products = new float[pairs * TAPS][];
        IntStream.range(0, pairs)
                .parallel()
                .filter(pair -> vectors[pair] != null)
                .forEach(
                        pair -> {
                            for (int tap = 0; tap < TAPS; tap++) {
                                float[] product = new float[outputs];
                                for (int i = 0; i < inputs; i++) {
                                    add(vectors[pair][i], kernel[i * TAPS + tap], product);
                                }
                                products[pair * TAPS + tap] = product;
                            }
                        });
        return products;
    }

    private void forward(FloatBuffer result) {
        float[][] products = products();
        float[] bias = tables.bias.toFloatArray();
        overParts(
                (part, from, to) -> {
                    float[] sum = new float[outputs];
                    for (int place = from * SIZE * SIZE; place < to * SIZE * SIZE; place++) {
                        System.arraycopy(bias, 0, sum, 0, outputs);
                        int corner = corner(place);
                        for (int tap = 0; tap < TAPS; tap++) {
                            TableSum.add(products[row(corner, tap)], sum);
                        }
                        result.put(place * outputs, sum);
                    }
                });
    }

    /** The cell under the first tap. */
    private static int corner(int place) {
        int frame = place / (SIZE * SIZE);
        int within = place % (SIZE * SIZE);
        return frame * ScreenWindow.CELLS + within / SIZE * ScreenWindow.SIZE + within % SIZE;
    }

    private int row(int corner, int tap) {
        return pair(corner + tap / 3 * ScreenWindow.SIZE + tap % 3) * TAPS + tap;
    }

    private void backward(NDArray result) {
        float[][][] parts = new float[PARTS][pairs * TAPS][];
        try (NDArray gradient = result.getGradient()) {
            addUp(NativeArrays.floats(gradient), parts);
        }
        float[] ofBias = new float[outputs];
        float[][] ofKernel = new float[inputs * TAPS][outputs];
        float[] ofCharacters = new float[pairs / COLORS * inputs];
        float[] ofColors = new float[COLORS * inputs];
        for (int pair = 0; pair < pairs; pair++) {
            for (int tap = 0; tap < TAPS && vectors[pair] != null; tap++) {
                float[] sum = sum(parts, pair * TAPS + tap);
                if (tap == CENTRE) {
                    TableSum.add(sum, ofBias);
                }
                for (int i = 0; i < inputs; i++) {
                    add(vectors[pair][i], sum, ofKernel[i * TAPS + tap]);
                    float ofVector = product(sum, kernel[i * TAPS + tap]);
                    ofCharacters[pair / COLORS * inputs + i] += ofVector;
                    ofColors[pair % COLORS * inputs + i] += ofVector;
                }
            }
        }
        NDManager scope = result.getManager();
        propagate(scope, tables.bias, ofBias);
        propagate(scope, tables.weight, outputsFirst(ofKernel));
        propagate(scope, tables.ofCharacters, ofCharacters);
        propagate(scope, tables.ofColors, ofColors);
    }

    /** [part][pair, tap][O]: the gradients of what pairs add. */
    private void addUp(FloatBuffer gradient, float[][][] parts) {
        overParts(
                (part, from, to) -> {
                    float[][] sums = parts[part];
                    float[] ofPlace = new float[outputs];
                    for (int place = from * SIZE * SIZE; place < to * SIZE * SIZE; place++) {
                        gradient.get(place * outputs, ofPlace);
                        int corner = corner(place);
                        for (int tap = 0; tap < TAPS; tap++) {
                            int row = row(corner, tap);
                            if (sums[row] == null) {
                                sums[row] = ofPlace.clone();
                            } else {
                                TableSum.add(ofPlace, sums[row]);
                            }
                        }
                    }
                });
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
        void run(int part, int from, int to);
    }

    private void overParts(Part work) {
        int size = (frames + PARTS - 1) / PARTS;
        IntStream parts = IntStream.range(0, PARTS);
        (frames > PARTS ? parts.parallel() : parts)
                .forEach(
                        part ->
                                work.run(
                                        part,
                                        Math.min(frames, part * size),
                                        Math.min(frames, (part + 1) * size)));
    }
}
