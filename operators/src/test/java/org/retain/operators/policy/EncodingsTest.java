package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retain.datasets.safetensors.SafetensorsEntry;

/** A network reads what its encoder made of observations as it reads the observations. */
class EncodingsTest {

    private static final int STEPS = 4;
    private static final int ROWS = 3;
    private static final ScaledNetShape SCALED = new ScaledNetShape(4, 4, 8, 12, 16, 121);
    private static final SmallNetShape SMALL = new SmallNetShape(4, 6, 16, 8, 121);

    static Stream<PolicyShape> shapes() {
        return Stream.of(
                SMALL,
                SCALED,
                new VectorNetShape(3, List.of(8, 6), 5, 4),
                new VectorNetShape(3, List.of(), 0, 4));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void answersAndGradientsAreThoseOfTheObservationsToTheBit(PolicyShape shape) {
        try (PolicyNetwork network = PolicyNetwork.create(PolicyWeights.random(shape, 1))) {
            Observations observations = observations(shape);
            Encodings encodings = encodings(network, observations);

            assertThat(pass(network, encodings)).isEqualTo(pass(network, observations));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theNameIsThatOfTheWeightsAndOfTheNetwork(PolicyShape shape) {
        PolicyWeights weights = PolicyWeights.random(shape, 1);
        try (PolicyNetwork network = PolicyNetwork.create(weights)) {
            assertThat(network.encodingName()).isEqualTo(weights.encodingName());
            assertThat(network.weights().encodingName()).isEqualTo(weights.encodingName());
            assertThat(weights.encodingName()).matches("encoding-[0-9a-f]{16}");
            assertThat(Encodings.isName(weights.encodingName())).isTrue();
        }
    }

    @Test
    void theNameStaysFromBuildToBuild() {
        assertThat(PolicyWeights.zero(new VectorNetShape(3, List.of(2), 0, 4)).encodingName())
                .as("a name that changes makes old segments unreadable; this one is from Python")
                .isEqualTo("encoding-de30bf41a72c7f4b");
    }

    @Test
    void eachArrayOfTheEncoderIsInTheNameAndNoOther() {
        PolicyWeights weights = PolicyWeights.random(SCALED, 1);
        for (ParameterSpec spec : SCALED.parameters()) {
            String changed = withOneBitChanged(weights, spec.name()).encodingName();

            assertThat(changed.equals(weights.encodingName()))
                    .as(spec.name())
                    .isEqualTo(!spec.name().startsWith("encoder."));
        }
    }

    @Test
    void encodingsOfAnotherEncoderAreRefused() {
        try (PolicyNetwork network = PolicyNetwork.create(PolicyWeights.random(SMALL, 1));
                PolicyNetwork other = PolicyNetwork.create(PolicyWeights.random(SMALL, 2))) {
            Encodings foreign = encodings(other, observations(SMALL));

            assertThatThrownBy(() -> pass(network, foreign))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(other.encodingName())
                    .hasMessageContaining(network.encodingName())
                    .hasMessageContaining("policy.encodings: false");
            Encodings wide = new Encodings(network.encodingName(), 17, foreign.values());
            assertThatThrownBy(() -> pass(network, wide)).hasMessageContaining("of 17 numbers");
        }
    }

    @Test
    void anEncoderThatIsTrainedReadsNone() {
        try (PolicyNetwork network = PolicyNetwork.create(PolicyWeights.random(SMALL, 1))) {
            Encodings encodings = encodings(network, observations(SMALL));
            network.parameters().get("encoder.bottom.1.bias").setRequiresGradient(true);

            assertThatThrownBy(() -> pass(network, encodings))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("encoder is being trained")
                    .hasMessageContaining("learner.freeze: encoder");
        }
    }

    /** Answers, and gradients of all behind the encoder. */
    private static Map<String, List<Float>> pass(PolicyNetwork network, Observations observations) {
        Map<String, List<Float>> results = new LinkedHashMap<>();
        network.parameters()
                .forEach(
                        (name, array) -> {
                            if (!name.startsWith("encoder.")) {
                                array.setRequiresGradient(true);
                            }
                        });
        PolicyInput input =
                new PolicyInput(STEPS, ROWS, observations, null, new int[] {STEPS, STEPS, STEPS});
        try (NDManager scope = network.newScope()) {
            try (Autograd recording = Autograd.record()) {
                PolicyOutput output =
                        network.forward(
                                scope,
                                input,
                                network.shape().core() == 0
                                        ? null
                                        : network.zeroState(scope, ROWS));
                results.put("logits", floats(output.logits()));
                results.put("values", floats(output.values()));
                results.put("encodings", floats(output.encodings()));
                recording.backward(output.logits().square().sum().add(output.values().sum()));
            }
            network.parameters()
                    .forEach(
                            (name, array) -> {
                                if (array.hasGradient()) {
                                    try (NDArray gradient = array.getGradient()) {
                                        results.put(name, floats(gradient));
                                    }
                                    Autograd.zeroGradient(array);
                                }
                            });
        }
        return results;
    }

    private static Encodings encodings(PolicyNetwork network, Observations observations) {
        try (NDManager scope = network.newScope()) {
            byte[] values = network.encode(scope, observations, STEPS * ROWS).toByteArray();
            return new Encodings(
                    network.encodingName(), network.shape().encoding(), ByteBuffer.wrap(values));
        }
    }

    private static Observations observations(PolicyShape shape) {
        if (!(shape instanceof VectorNetShape vectors)) {
            Screens screens = TestingScreens.random(1, STEPS * ROWS);
            byte[] colors = screens.colors().array();
            for (int i = 0; i < colors.length; i++) {
                colors[i] &= 0x7F;
            }
            return screens;
        }
        int count = STEPS * ROWS * vectors.observation();
        ByteBuffer values = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            values.putFloat((float) random.nextGaussian());
        }
        return new Vectors(values.flip());
    }

    private static PolicyWeights withOneBitChanged(PolicyWeights weights, String name) {
        Map<String, SafetensorsEntry> arrays = new LinkedHashMap<>(weights.arrays());
        SafetensorsEntry entry = arrays.get(name);
        byte[] data = new byte[entry.data().remaining()];
        entry.data().duplicate().get(data);
        data[data.length - 1] ^= 1;
        arrays.put(name, SafetensorsEntry.of(entry.type(), entry.shape(), data));
        return PolicyWeights.check("changed", arrays);
    }

    private static List<Float> floats(NDArray array) {
        float[] values = array.toFloatArray();
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return List.of(boxed);
    }
}
