package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link GaussianPolicy}, {@link GaussianNetShape} and {@link Critic}. */
class GaussianPolicyTest {

    private static final GaussianNetShape SHAPE = new GaussianNetShape(7, List.of(16, 8), 3, 2);

    private final PolicyWeights weights = PolicyWeights.random(SHAPE, 4);
    private final GaussianPolicy policy = GaussianPolicy.create(weights);
    private final NDManager scope = policy.newScope();

    @AfterEach
    void close() {
        policy.close();
    }

    @Test
    void infersItsWidthsFromTheWeightsFile() {
        for (GaussianNetShape shape :
                List.of(
                        SHAPE,
                        new GaussianNetShape(5, List.of(4), 1, 3),
                        new GaussianNetShape(5, List.of(), 1, 3),
                        new GaussianNetShape(5, List.of(), 4, 3))) {
            byte[] file = PolicyWeights.random(shape, 1).encode();

            assertThat(PolicyWeights.decode("file", ByteBuffer.wrap(file)).shape())
                    .isEqualTo(shape);
        }
    }

    @Test
    void givesBackTheWeightsItWasMadeOf() {
        assertThat(policy.weights().encode()).isEqualTo(weights.encode());
        assertThat(policy.parameters().keySet())
                .containsExactlyElementsOf(
                        SHAPE.parameters().stream().map(ParameterSpec::name).toList());
    }

    @Test
    void sharesNothingButTheTrunkAmongSeveralHeads() {
        assertThat(SHAPE.sharedParameters()).allMatch(spec -> spec.name().startsWith("encoder."));
        assertThat(policy.sharedParameters()).hasSize(6);
        GaussianNetShape single = new GaussianNetShape(7, List.of(16), 1, 2);
        assertThat(single.sharedParameters()).isEqualTo(single.parameters());
    }

    @Test
    void computesTheLayersOfContinualWorld() {
        float[] observation = {0.3f, -1, 2, 0.5f, 0, 1, 0};

        GaussianOutput output = policy.forward(scope, vectors(observation), 1);

        double[] first = affine("encoder.layer.0", Arrays.copyOf(observation, 4));
        double mean = Arrays.stream(first).average().orElseThrow();
        double variance =
                Arrays.stream(first).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        double[] squashed =
                Arrays.stream(first)
                        .map(x -> Math.tanh((x - mean) / Math.sqrt(variance + 1e-3)))
                        .toArray();
        double[] second =
                Arrays.stream(affine("encoder.layer.1", floats(squashed)))
                        .map(x -> x > 0 ? x : 0.2 * x)
                        .toArray();
        double[] expected = affine("policy.head.1", floats(second));
        float[] means = output.mean().toFloatArray();
        float[] logDeviations = output.logDeviation().toFloatArray();
        for (int i = 0; i < 2; i++) {
            assertThat(means[i]).isCloseTo((float) expected[i], within(1e-5f));
            assertThat(logDeviations[i]).isCloseTo((float) expected[2 + i], within(1e-5f));
        }
    }

    @Test
    void answersEachFrameWithItsOwnHeadAlone() {
        float[] frames = new float[6 * 7];
        for (int frame = 0; frame < 6; frame++) {
            frames[frame * 7] = 1;
            frames[frame * 7 + 4 + frame % 3] = 1;
        }
        float[] before = policy.forward(scope, vectors(frames), 6).mean().toFloatArray();

        policy.parameters().get("policy.head.1.bias").addi(1);
        float[] after = policy.forward(scope, vectors(frames), 6).mean().toFloatArray();

        for (int i = 0; i < before.length; i++) {
            float moved = i / 2 % 3 == 1 ? 1 : 0;
            assertThat(after[i] - before[i]).isCloseTo(moved, within(1e-5f));
        }
        assertThat(before[0]).isNotEqualTo(before[4]);
        assertThat(before[0]).isEqualTo(before[6]);
    }

    @Test
    void takesHeadZeroForPaddingAndRefusesWhatIsNoOneHot() {
        float[] padding = new float[7];
        assertThat(policy.forward(scope, vectors(padding), 1).mean().getShape())
                .isEqualTo(new Shape(1, 2));
        float[] twice = {0, 0, 0, 0, 1, 0, 1};
        assertThatThrownBy(() -> policy.forward(scope, vectors(twice), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one-hot of 3 stages");
    }

    @Test
    void keepsTheLogDeviationInItsRange() {
        NDArray bias = policy.parameters().get("policy.head.0.bias");
        bias.set(new float[] {0, 0, 100, -100});

        GaussianOutput output = policy.forward(scope, vectors(new float[7]), 1);

        assertThat(output.logDeviation().toFloatArray()).containsExactly(2, -20);
    }

    @Test
    void refusesWeightsOfAnotherKind() {
        PolicyWeights other = PolicyWeights.random(new VectorNetShape(2, List.of(), 0, 2), 1);

        assertThatThrownBy(() -> GaussianPolicy.create(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VectorNetShape");
        assertThatThrownBy(() -> new GaussianNetShape(4, List.of(3), 4, 1))
                .hasMessageContaining("one-hot of 4 stages");
    }

    @Test
    void differentiatesPolicyAndCriticAsFiniteDifferencesDo() {
        Critic critic = Critic.random(new CriticShape(7, 2, List.of(16, 8), 3), 5, scope);
        NDArray observations = scope.create(observations(6), new Shape(6, 7));
        Supplier<NDArray> value =
                () -> {
                    StageVectors vectors = StageVectors.of(observations, 3);
                    GaussianOutput output = policy.forward(vectors);
                    NDArray actions = output.logDeviation().exp().add(output.mean()).tanh();
                    return critic.forward(vectors, actions).sum();
                };

        List<NDArray> arrays = List.copyOf(policy.parameters().values());
        assertGradientEqualsDifferences(value, arrays);
        assertGradientEqualsDifferences(value, List.copyOf(critic.parameters().values()));
    }

    /** Moves along the gradient g must change the value by |g|² per length. */
    private void assertGradientEqualsDifferences(Supplier<NDArray> value, List<NDArray> arrays) {
        arrays.forEach(array -> array.setRequiresGradient(true));
        arrays.forEach(Autograd::zeroGradient);
        try (Autograd gradients = Autograd.record()) {
            gradients.backward(value.get());
        }
        for (NDArray array : arrays) {
            NDArray gradient;
            try (NDArray view = array.getGradient()) {
                gradient = view.duplicate();
            }
            gradient.attach(scope);
            double square = gradient.square().sum().getFloat();
            float step = (float) (1e-2 / Math.sqrt(square));
            try (Autograd off = Autograd.off()) {
                array.addi(gradient.mul(step));
                double above = value.get().getFloat();
                array.subi(gradient.mul(2 * step));
                double below = value.get().getFloat();
                array.addi(gradient.mul(step));
                assertThat((above - below) / (2 * step))
                        .isCloseTo(square, within(0.02 * square + 1e-6));
            }
        }
        arrays.forEach(array -> array.setRequiresGradient(false));
    }

    private static float[] observations(int frames) {
        Random random = new Random(3);
        float[] observations = new float[frames * 7];
        for (int frame = 0; frame < frames; frame++) {
            for (int i = 0; i < 4; i++) {
                observations[frame * 7 + i] = (float) random.nextGaussian();
            }
            observations[frame * 7 + 4 + frame % 3] = 1;
        }
        return observations;
    }

    private double[] affine(String layer, float[] inputs) {
        float[] matrix = policy.parameters().get(layer + ".weight").toFloatArray();
        float[] bias = policy.parameters().get(layer + ".bias").toFloatArray();
        double[] outputs = new double[bias.length];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = bias[i];
            for (int j = 0; j < inputs.length; j++) {
                outputs[i] += matrix[i * inputs.length + j] * inputs[j];
            }
        }
        return outputs;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static Vectors vectors(float... values) {
        ByteBuffer data =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new Vectors(data);
    }
}
