package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** What pairs of character and colour come to under each tap of a kernel of 3×3. */
final class GlyphProducts {

    /** Rows and columns of a kernel. */
    static final int SIDE = 3;

    /** Cells that a kernel looks at, row by row. */
    static final int TAPS = SIDE * SIDE;

    private static final int CENTRE = TAPS / 2;

    private final Tables tables;
    private final GlyphGrid grid;
    private final int inputs;
    private final int outputs;

    /** [I, tap][O]: the kernel with the outputs last. */
    private final float[][] kernel;

    /** [pair][I]; zeros outside. */
    private final float[][] vectors;

    GlyphProducts(Tables tables, GlyphGrid grid) {
        this.tables = tables;
        this.grid = grid;
        inputs = Math.toIntExact(tables.weight.getShape().get(1));
        outputs = Math.toIntExact(tables.bias.getShape().get(0));
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

    /** Outputs O of the kernel. */
    int outputs() {
        return outputs;
    }

    /** f32[O], what every output begins with. */
    float[] bias() {
        return tables.bias.toFloatArray();
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
    float[][] of() {
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

    /**
     * Hands gradients on to the tables.
     *
     * @param gradients of what a pair adds through a tap, f32[O] by pair × {@value #TAPS} + tap
     */
    void propagate(NDManager scope, IntFunction<float[]> gradients) {
        float[] ofBias = new float[outputs];
        float[][] ofKernel = new float[inputs * TAPS][outputs];
        float[][] ofVectors = new float[grid.pairs()][inputs];
        for (int pair = 0; pair < grid.pairs(); pair++) {
            for (int tap = 0; tap < TAPS; tap++) {
                float[] sum = gradients.apply(pair * TAPS + tap);
                if (tap == CENTRE) {
                    TableSum.add(sum, ofBias);
                }
                for (int i = 0; i < inputs; i++) {
                    add(vectors[pair][i], sum, ofKernel[i * TAPS + tap]);
                    ofVectors[pair][i] += product(sum, kernel[i * TAPS + tap]);
                }
            }
        }
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
}
