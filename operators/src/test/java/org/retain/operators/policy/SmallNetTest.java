package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests for policies of {@link SmallNetShape} and {@link VectorNetShape}. */
class SmallNetTest {

    private static final int STEPS = TestingPass.STEPS;
    private static final int ROWS = TestingPass.ROWS;
    private static final SmallNetShape SMALL = new SmallNetShape(6, 7, 10, 8, 121);

    static Stream<PolicyShape> shapes() {
        return Stream.of(
                SMALL,
                new SmallNetShape(1, 2, 3, 4, 5),
                new VectorNetShape(3, List.of(), 0, 2),
                new VectorNetShape(3, List.of(), 4, 2),
                new VectorNetShape(3, List.of(6), 0, 2),
                new VectorNetShape(3, List.of(6, 5), 4, 2),
                new VectorNetShape(2, List.of(2, 2, 2), 2, 2),
                // Wide enough for the derivatives that are written out.
                new SmallNetShape(2, 3, 4, 512, 5),
                new VectorNetShape(3, List.of(6), 512, 2));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void infersItsWidthsFromTheFile(PolicyShape shape) {
        PolicyWeights weights = PolicyWeights.random(shape, 1);

        PolicyWeights read = PolicyWeights.decode("file", ByteBuffer.wrap(weights.encode()));

        assertThat(read.shape()).isEqualTo(shape);
        assertThat(read.encode()).isEqualTo(weights.encode());
        try (PolicyNetwork network = PolicyNetwork.create(read)) {
            assertThat(network.weights().encode()).isEqualTo(weights.encode());
            assertThat(network.weights().shape()).isEqualTo(shape);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void comesToTheSameByTheFusedKernelAndByStep(PolicyShape shape) {
        // One more row that is reset on the way makes all rows go step by step.
        ByteBuffer reset = ByteBuffer.allocate(STEPS * (ROWS + 1));
        reset.put(1, (byte) 1).put(2 * (ROWS + 1) + ROWS, (byte) 1);
        ByteBuffer first = ByteBuffer.allocate(STEPS * ROWS).put(1, (byte) 1);

        TestingPass fused =
                TestingPass.of(
                        shape, TestingPass.input(shape, ROWS, first, TestingPass.full(ROWS), 0));
        TestingPass stepped =
                TestingPass.of(
                        shape,
                        TestingPass.input(shape, ROWS + 1, reset, TestingPass.full(ROWS + 1), 0));

        stepped.assertCloseTo(fused);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void comesToTheSameByDerivativesWrittenOutAndByPyTorch(PolicyShape shape) {
        PolicyInput input = TestingPass.input(shape, 40, null, TestingPass.full(40), 0);

        TestingPass.of(shape, input).assertCloseTo(TestingPass.of(shape, input, true));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void comesToTheSameWhereAnotherRowIsShort(PolicyShape shape) {
        int[] lengths = {STEPS, STEPS, STEPS, 2};

        TestingPass fused =
                TestingPass.of(
                        shape, TestingPass.input(shape, ROWS, null, TestingPass.full(ROWS), 0));
        TestingPass stepped =
                TestingPass.of(shape, TestingPass.input(shape, ROWS + 1, null, lengths, 0));

        stepped.assertCloseTo(fused);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void letsPaddingInfluenceNothing(PolicyShape shape) {
        int[] lengths = {STEPS, 2, 4};

        TestingPass one = TestingPass.of(shape, TestingPass.input(shape, ROWS, null, lengths, 0));
        TestingPass other =
                TestingPass.of(shape, TestingPass.input(shape, ROWS, null, lengths, 99));

        other.assertEqualTo(one);
    }

    @Test
    void looksAtEveryPartOfAScreen() {
        PolicyShape shape = SMALL;
        try (PolicyNetwork network = PolicyNetwork.create(PolicyWeights.random(shape, 1))) {
            byte[] plain = TestingScreens.text(10, 40, "@");
            float[] before = answer(network, plain, new byte[1920], 10, 40, 0);
            byte[] colors = new byte[1920];
            colors[10 * 80 + 40] = 4;

            List<float[]> others =
                    List.of(
                            answer(network, with(plain, 0, "You die"), new byte[1920], 10, 40, 0),
                            answer(network, with(plain, 12, "d"), new byte[1920], 10, 40, 0),
                            answer(network, with(plain, 23, "HP:9(9)"), new byte[1920], 10, 40, 0),
                            answer(network, plain, colors, 10, 40, 0),
                            answer(network, plain, new byte[1920], 11, 40, 0),
                            answer(network, plain, new byte[1920], 10, 40, 3));
            for (float[] other : others) {
                assertThat(other).isNotEqualTo(before);
            }
            assertThat(answer(network, plain, new byte[1920], 10, 40, 0)).isEqualTo(before);
        }
    }

    @Test
    void survivesCursorsAndActionsOutsideTheirRange() {
        try (PolicyNetwork network = PolicyNetwork.create(PolicyWeights.random(SMALL, 1))) {
            byte[] plain = TestingScreens.blank();
            for (int[] hostile : new int[][] {{-5, -1, 255}, {32000, 32000, 121}, {24, 80, 200}}) {
                assertThat(
                                answer(
                                        network,
                                        plain,
                                        new byte[1920],
                                        hostile[0],
                                        hostile[1],
                                        hostile[2]))
                        .doesNotContain(Float.NaN);
            }
        }
    }

    @Test
    void refusesObservationsOfAnotherKind() {
        try (PolicyNetwork small = PolicyNetwork.create(PolicyWeights.random(SMALL, 1));
                NDManager scope = small.newScope()) {
            PolicyInput vectors =
                    TestingPass.input(
                            new VectorNetShape(3, List.of(), 0, 2),
                            1,
                            null,
                            TestingPass.full(1),
                            0);
            assertThatThrownBy(() -> small.forward(scope, vectors, small.zeroState(scope, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "reads NetHack's terminal, found observations of Vectors");
        }
    }

    private static byte[] with(byte[] plain, int row, String text) {
        return TestingScreens.text(plain.clone(), row, 41, text);
    }

    private static float[] answer(
            PolicyNetwork network, byte[] chars, byte[] colors, int row, int column, int action) {
        ByteBuffer cursor =
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) row)
                        .putShort((short) column)
                        .flip();
        Screens screens =
                new Screens(
                        ByteBuffer.wrap(chars),
                        ByteBuffer.wrap(colors),
                        cursor,
                        ByteBuffer.wrap(new byte[] {(byte) action}));
        try (NDManager scope = network.newScope()) {
            return network.forward(
                            scope,
                            new PolicyInput(1, 1, screens, null, new int[] {1}),
                            network.zeroState(scope, 1))
                    .logits()
                    .toFloatArray();
        }
    }
}
