package org.retain.operators.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.memory.TestingChiSquare;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.GaussianOutput;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.Screens;
import org.retain.operators.policy.SmallNetShape;
import org.retain.operators.policy.VectorNetShape;
import org.retain.operators.policy.Vectors;

/** What an actor records is what its policy says of the recorded segments. */
class ActingPolicyTest {

    private static final float TOLERANCE = 1e-5f;
    private static final int ACTIONS = 5;

    static Stream<PolicyShape> discrete() {
        return Stream.of(
                new VectorNetShape(3, List.of(8), 6, ACTIONS),
                new VectorNetShape(3, List.of(8), 0, ACTIONS),
                new SmallNetShape(4, 6, 16, 8, 121));
    }

    @ParameterizedTest
    @MethodSource("discrete")
    void recordsTheProbabilitiesAndValuesThatTheNetworkGivesForTheSegment(PolicyShape shape) {
        PolicyWeights weights = PolicyWeights.random(shape, 3);
        TestingEnvironment environment =
                shape instanceof SmallNetShape
                        ? TestingEnvironment.ofScreens(3, 11)
                        : TestingEnvironment.ofVectors(3, 11, new ActionSpace.Discrete(ACTIONS));
        try (TestingPlay play = new TestingPlay(environment, 1);
                PolicyNetwork network = PolicyNetwork.create(weights)) {
            play.actor.useWeights(1, ActingPolicy.of(weights));
            // Few at a time, so that slots pause and only some of them are answered.
            for (int i = 0; i < 15; i++) {
                play.grantAndPlay(2);
            }

            play.segments.forEach(segment -> assertEqual(network, segment));
            assertThat(play.segments).hasSize(30).anyMatch(Segment::getTruncated);
        }
    }

    private static void assertEqual(PolicyNetwork network, Segment segment) {
        int steps = segment.getLength();
        float[] values = TensorPacking.unpackFloats(segment.getBehaviour().getValues());
        float[] logs = TensorPacking.unpackFloats(segment.getBehaviour().getLogProbabilities());
        byte[] actions = TensorPacking.unpack(segment.getActions());
        try (NDManager scope = network.newScope()) {
            PolicyInput input =
                    new PolicyInput(
                            steps + 1, 1, observations(segment), null, new int[] {steps + 1});
            PolicyOutput output = network.forward(scope, input, state(scope, segment));
            float[] expected = output.logits().logSoftmax(2).toFloatArray();
            float[] expectedValues = output.values().toFloatArray();
            for (int t = 0; t < steps; t++) {
                assertThat(logs[t])
                        .isCloseTo(
                                expected[t * network.shape().actions() + actions[t]],
                                within(TOLERANCE));
                assertThat(values[t]).isCloseTo(expectedValues[t], within(TOLERANCE));
            }
            assertThat(values[steps])
                    .isCloseTo(
                            segment.getTerminated() ? 0 : expectedValues[steps], within(TOLERANCE));
        }
    }

    @Test
    void drawsActionsAsOftenAsTheyAreLikely() {
        PolicyWeights weights = PolicyWeights.random(new VectorNetShape(3, List.of(), 0, 3), 4);
        float[] numbers = {0.3f, -0.5f, 0.8f};
        try (ActingPolicy policy = ActingPolicy.of(weights)) {
            policy.answer(1, new Vectors(direct(numbers)), rows());
            long[] counts = new long[3];
            double[] probabilities = new double[3];
            StepRandom random = new StepRandom(1);
            ByteBuffer action = ByteBuffer.allocate(1);
            for (int step = 0; step < 20_000; step++) {
                float log = policy.draw(0, random.at(7, step), 2, action, 0);
                counts[action.get(0)]++;
                probabilities[action.get(0)] = Math.exp(log);
            }

            assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-5));
            assertThat(TestingChiSquare.fits(counts, probabilities)).isTrue();
        }
    }

    @Test
    void atTemperatureZeroTheLikeliestActionIsTakenForSure() {
        PolicyWeights weights =
                PolicyWeights.random(new VectorNetShape(3, List.of(), 0, ACTIONS), 4);
        try (ActingPolicy policy = ActingPolicy.of(weights);
                PolicyNetwork network = PolicyNetwork.create(weights);
                NDManager scope = network.newScope()) {
            Vectors observation = new Vectors(direct(0.3f, -0.5f, 0.8f));
            policy.answer(1, observation, rows());
            ByteBuffer action = ByteBuffer.allocate(1);
            float log = policy.draw(0, new StepRandom(1).at(1, 1), 0, action, 0);

            PolicyInput input = new PolicyInput(1, 1, observation, null, new int[] {1});
            long best = network.forward(scope, input, null).logits().argMax(2).toLongArray()[0];
            assertThat(action.get(0)).isEqualTo((byte) best);
            assertThat(log).isZero();
        }
    }

    @Test
    void gaussianActionsHaveTheDensityOfSquashedNormalNumbers() {
        GaussianNetShape shape = new GaussianNetShape(3, List.of(8), 1, 2);
        PolicyWeights weights = PolicyWeights.random(shape, 3);
        try (TestingPlay play =
                        new TestingPlay(
                                TestingEnvironment.ofVectors(2, 11, new ActionSpace.Box(2)), 1);
                GaussianPolicy policy = GaussianPolicy.create(weights)) {
            play.actor.useWeights(1, ActingPolicy.of(weights));
            play.grantAndPlay(30);

            for (Segment segment : play.segments) {
                float[] actions = TensorPacking.unpackFloats(segment.getActions());
                float[] logs =
                        TensorPacking.unpackFloats(segment.getBehaviour().getLogProbabilities());
                try (NDManager scope = policy.newScope()) {
                    GaussianOutput output =
                            policy.forward(
                                    scope,
                                    (Vectors) observations(segment),
                                    segment.getLength() + 1);
                    float[] means = output.mean().toFloatArray();
                    float[] deviations = output.logDeviation().exp().toFloatArray();
                    for (int t = 0; t < segment.getLength(); t++) {
                        double expected = 0;
                        for (int i = 2 * t; i < 2 * t + 2; i++) {
                            double a = actions[i];
                            double z = (atanh(a) - means[i]) / deviations[i];
                            expected +=
                                    -z * z / 2
                                            - Math.log(deviations[i] * Math.sqrt(2 * Math.PI))
                                            - Math.log(1 - a * a);
                        }
                        assertThat(actions[2 * t]).isBetween(-1f, 1f);
                        if (Math.abs(actions[2 * t]) < 0.99
                                && Math.abs(actions[2 * t + 1]) < 0.99) {
                            assertThat((double) logs[t]).isCloseTo(expected, within(1e-3));
                        }
                    }
                }
            }
        }
    }

    @Test
    void logSlopeStaysExactWhereTanhIsOne() {
        for (double u : new double[] {-3, -0.1, 0, 0.5, 2}) {
            assertThat(GaussianActing.logSlope(u))
                    .isCloseTo(Math.log(1 - Math.tanh(u) * Math.tanh(u)), within(1e-9));
        }
        assertThat(GaussianActing.logSlope(40)).isCloseTo(2 * (Math.log(2) - 40), within(1e-9));
        assertThat(GaussianActing.logSlope(-40)).isCloseTo(2 * (Math.log(2) - 40), within(1e-9));
    }

    @Test
    void normalNumbersHaveMeanZeroAndVarianceOne() {
        StepRandom random = new StepRandom(3);
        double[] numbers = new double[3];
        double sum = 0;
        double squares = 0;
        int steps = 20_000;
        for (int step = 0; step < steps; step++) {
            random.at(1, step).normal(numbers);
            sum += Arrays.stream(numbers).sum();
            squares += Arrays.stream(numbers).map(n -> n * n).sum();
        }

        assertThat(sum / (3 * steps)).isCloseTo(0, within(0.015));
        assertThat(squares / (3 * steps)).isCloseTo(1, within(0.025));
    }

    private static double atanh(double a) {
        return Math.log((1 + a) / (1 - a)) / 2;
    }

    private static RecurrentRows rows() {
        RecurrentRows rows = new RecurrentRows(1, 0);
        rows.stack(new int[1], 1);
        return rows;
    }

    private static Observations observations(Segment segment) {
        List<Tensor> tensors = segment.getObservations();
        if (tensors.size() == 1) {
            return new Vectors(ByteBuffer.wrap(TensorPacking.unpack(tensors.get(0))));
        }
        ByteBuffer previous = ByteBuffer.allocate(segment.getLength() + 1);
        previous.put(TensorPacking.unpack(segment.getPreviousAction()))
                .put(TensorPacking.unpack(segment.getActions()))
                .flip();
        return new Screens(
                ByteBuffer.wrap(TensorPacking.unpack(tensors.get(0))),
                ByteBuffer.wrap(TensorPacking.unpack(tensors.get(1))),
                ByteBuffer.wrap(TensorPacking.unpack(tensors.get(2))),
                previous);
    }

    private static RecurrentState state(NDManager scope, Segment segment) {
        List<Tensor> state = segment.getBehaviour().getRecurrentState();
        if (state.isEmpty()) {
            return null;
        }
        float[] h = TensorPacking.unpackFloats(state.get(0));
        float[] c = TensorPacking.unpackFloats(state.get(1));
        return new RecurrentState(
                scope.create(h, new Shape(1, h.length)), scope.create(c, new Shape(1, c.length)));
    }

    private static ByteBuffer direct(float... numbers) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(numbers.length * Float.BYTES)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(numbers);
        return buffer;
    }
}
