package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with what PyTorch makes of embedded cells. */
class GlyphConvolutionTest {

    private static final int COLORS = 16;
    private static final int FRAMES = 11;
    private static final int WIDTH = 4;
    private static final int OUTPUTS = 5;

    @ParameterizedTest
    @CsvSource({"9,9,0,true", "9,9,1,false", "21,80,1,false", "21,80,1,true", "3,3,0,false"})
    void equalsPyTorchForwardsAndBackwards(int height, int width, int padding, boolean summed) {
        GlyphGrid.Size size = new GlyphGrid.Size(height, width, padding);
        int[] characters = cells(size, 256, 1);
        int[] colors = cells(size, COLORS, 2);

        try (NDManager scope = TorchRuntime.newManager()) {
            GlyphProducts.Tables tables = tables(scope, summed);
            List<float[]> found;
            try (Autograd recording = Autograd.record()) {
                GlyphGrid grid = new GlyphGrid(size, characters, colors, COLORS, FRAMES);
                NDArray result = GlyphConvolution.of(scope, tables, grid, recording);
                found = pass(tables, recording, result.transpose(0, 3, 1, 2));
            }
            List<float[]> expected;
            try (Autograd recording = Autograd.record()) {
                NDArray embedded =
                        embedded(scope, tables, size, characters, colors, summed)
                                .transpose(0, 3, 1, 2);
                NDArray result =
                        Conv2d.conv2d(
                                        embedded,
                                        tables.weight(),
                                        tables.bias(),
                                        new Shape(1, 1),
                                        new Shape(padding, padding),
                                        new Shape(1, 1))
                                .singletonOrThrow();
                expected = pass(tables, recording, result);
            }

            for (int i = 0; i < expected.size(); i++) {
                assertClose(found.get(i), expected.get(i));
            }
        }
    }

    /** Cells like a map's: mostly the same one. */
    private static int[] cells(GlyphGrid.Size size, int values, long seed) {
        Random random = new Random(seed);
        int[] cells = new int[FRAMES * size.cells()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = random.nextInt(10) == 0 ? random.nextInt(values) : 7;
        }
        return cells;
    }

    private static GlyphProducts.Tables tables(NDManager scope, boolean summed) {
        int inputs = summed ? WIDTH : 2 * WIDTH;
        NDList arrays =
                new NDList(
                        scope.randomNormal(new Shape(256, WIDTH)),
                        scope.randomNormal(new Shape(COLORS, WIDTH)),
                        scope.randomNormal(new Shape(OUTPUTS, inputs, 3, 3)),
                        scope.randomNormal(new Shape(OUTPUTS)));
        arrays.forEach(array -> array.setRequiresGradient(true));
        return new GlyphProducts.Tables(arrays.get(0), arrays.get(1), arrays.get(2), arrays.get(3));
    }

    private static NDArray embedded(
            NDManager scope,
            GlyphProducts.Tables tables,
            GlyphGrid.Size size,
            int[] characters,
            int[] colors,
            boolean summed) {
        NDArray ofCharacters = Layers.embed(indices(scope, characters), tables.ofCharacters());
        NDArray ofColors = Layers.embed(indices(scope, colors), tables.ofColors());
        NDArray cells =
                summed
                        ? ofCharacters.add(ofColors)
                        : NDArrays.concat(new NDList(ofCharacters, ofColors), 1);
        return cells.reshape(FRAMES, size.height(), size.width(), -1);
    }

    private static NDArray indices(NDManager scope, int[] cells) {
        return scope.create(cells, new Shape(cells.length)).toType(DataType.INT32, false);
    }

    /** The result and the gradients of the sum of its squares. */
    private static List<float[]> pass(
            GlyphProducts.Tables tables, Autograd recording, NDArray result) {
        recording.backward(result.square().sum());
        List<float[]> arrays = new ArrayList<>();
        arrays.add(result.toFloatArray());
        for (NDArray table :
                List.of(tables.ofCharacters(), tables.ofColors(), tables.weight(), tables.bias())) {
            try (NDArray gradient = table.getGradient()) {
                arrays.add(gradient.toFloatArray());
            }
            Autograd.zeroGradient(table);
        }
        return arrays;
    }

    private static void assertClose(float[] found, float[] expected) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-4f * largest));
        }
    }
}
