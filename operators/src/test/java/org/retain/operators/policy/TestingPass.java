package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a pass through a network gives for its first rows.
 *
 * @param logits of each row's valid steps
 * @param values of each row's valid steps
 * @param state h and c after each row's last valid step
 * @param gradients of a loss on those, by parameter
 */
record TestingPass(
        List<float[]> logits,
        List<float[]> values,
        List<float[]> state,
        Map<String, float[]> gradients) {

    static final int STEPS = 5;
    static final int ROWS = 3;

    private static final float TOLERANCE = 2e-5f;

    /** Runs a random network of a shape forwards and backwards. */
    static TestingPass of(PolicyShape shape, PolicyInput input) {
        return of(shape, input, false);
    }

    /**
     * Runs a random network of a shape forwards and backwards.
     *
     * @param repeatable true: PyTorch records everything, nothing has its derivatives written out
     */
    static TestingPass of(PolicyShape shape, PolicyInput input, boolean repeatable) {
        try (PolicyNetwork network = PolicyNetwork.create(PolicyWeights.random(shape, 1));
                NDManager scope = network.newScope()) {
            network.parameters().values().forEach(array -> array.setRequiresGradient(true));
            PolicyOutput output;
            try (Autograd recording =
                    repeatable ? Autograd.recordRepeatable() : Autograd.record()) {
                RecurrentState state =
                        shape.core() == 0 ? null : state(scope, input.rows(), shape.core());
                output = network.forward(scope, input, state);
                NDArray loss = output.values().get("0, 0").mul(0);
                for (int row = 0; row < ROWS; row++) {
                    String valid = ":%d, %d".formatted(input.lengths()[row], row);
                    loss =
                            loss.add(output.logits().get(valid).square().sum())
                                    .add(output.values().get(valid).sum());
                }
                recording.backward(loss.sum());
            }
            return read(network, input, output);
        }
    }

    private static TestingPass read(PolicyNetwork network, PolicyInput input, PolicyOutput output) {
        List<float[]> logits = new ArrayList<>();
        List<float[]> values = new ArrayList<>();
        List<float[]> state = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            String valid = ":%d, %d".formatted(input.lengths()[row], row);
            logits.add(output.logits().get(valid).toFloatArray());
            values.add(output.values().get(valid).toFloatArray());
            if (output.state() != null) {
                state.add(output.state().h().get(row).toFloatArray());
                state.add(output.state().c().get(row).toFloatArray());
            }
        }
        Map<String, float[]> gradients = new LinkedHashMap<>();
        network.parameters()
                .forEach(
                        (name, array) -> {
                            try (NDArray gradient = array.getGradient()) {
                                gradients.put(name, gradient.toFloatArray());
                            }
                        });
        return new TestingPass(logits, values, state, gradients);
    }

    /** To the bit. */
    void assertEqualTo(TestingPass expected) {
        compare(expected, (name, found, other) -> assertThat(found).as(name).isEqualTo(other));
    }

    /** But for rounding. */
    void assertCloseTo(TestingPass expected) {
        compare(expected, TestingPass::assertClose);
    }

    private interface Comparison {
        void assertSame(String name, float[] found, float[] expected);
    }

    private void compare(TestingPass expected, Comparison comparison) {
        compare("logits", logits, expected.logits, comparison);
        compare("values", values, expected.values, comparison);
        compare("state", state, expected.state, comparison);
        expected.gradients.forEach(
                (name, gradient) -> comparison.assertSame(name, gradients.get(name), gradient));
    }

    private static void compare(
            String name, List<float[]> found, List<float[]> expected, Comparison comparison) {
        assertThat(found).as(name).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            comparison.assertSame(name, found.get(i), expected.get(i));
        }
    }

    private static void assertClose(String name, float[] found, float[] expected) {
        assertThat(found).as(name).hasSameSizeAs(expected);
        float largest = 1;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(found[i] - expected[i]))
                    .as("%s[%d]", name, i)
                    .isLessThan(TOLERANCE * largest);
        }
    }

    static int[] full(int rows) {
        int[] lengths = new int[rows];
        Arrays.fill(lengths, STEPS);
        return lengths;
    }

    private static RecurrentState state(NDManager scope, int rows, int width) {
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        Shape shape = new Shape(rows, width);
        return new RecurrentState(scope.create(values, shape), scope.create(values, shape).neg());
    }

    /**
     * Random observations, the same for the first rows whatever the number of rows.
     *
     * @param padding what is added to the bytes of steps beyond a row's length
     */
    static PolicyInput input(
            PolicyShape shape, int rows, ByteBuffer first, int[] lengths, int padding) {
        Observations observations =
                shape instanceof VectorNetShape vector
                        ? vectors(vector.observation(), rows, lengths, padding)
                        : screens(rows, lengths, padding);
        return new PolicyInput(STEPS, rows, observations, first, lengths);
    }

    private static Observations vectors(int width, int rows, int[] lengths, int padding) {
        ByteBuffer values =
                ByteBuffer.allocate(STEPS * rows * width * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int t = 0; t < STEPS; t++) {
            for (int row = 0; row < rows; row++) {
                Random random = new Random(31L * t + row);
                for (int i = 0; i < width; i++) {
                    float value = (float) random.nextGaussian();
                    values.putFloat(t < lengths[row] ? value : value + padding);
                }
            }
        }
        return new Vectors(values.flip());
    }

    private static Observations screens(int rows, int[] lengths, int padding) {
        int frames = STEPS * rows;
        ByteBuffer chars = ByteBuffer.allocate(frames * 1920);
        ByteBuffer colors = ByteBuffer.allocate(frames * 1920);
        ByteBuffer cursor = ByteBuffer.allocate(frames * 4);
        ByteBuffer previous = ByteBuffer.allocate(frames);
        for (int t = 0; t < STEPS; t++) {
            for (int row = 0; row < rows; row++) {
                boolean padded = t >= lengths[row];
                Screens screen = TestingScreens.random(31L * t + row + (padded ? padding : 0), 1);
                chars.put(screen.chars());
                colors.put(screen.colors());
                cursor.put(screen.cursor());
                previous.put(screen.previousActions());
            }
        }
        return new Screens(chars.flip(), colors.flip(), cursor.flip(), previous.flip());
    }
}
