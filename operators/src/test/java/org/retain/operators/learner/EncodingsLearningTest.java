package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Targets;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TestingSegments;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.ScaledNetShape;
import org.retain.operators.policy.Screens;
import org.retain.operators.policy.SmallNetShape;

/** {@link PolicyAgent} learns from encodings what it learns from screens. */
class EncodingsLearningTest {

    private static final int STEPS = 6;
    private static final int CORE = 8;
    private static final int UPDATES = 5;
    private static final OptimiserSettings FROZEN = TestingAgents.settings(List.of("encoder"), 0);

    private enum Network {
        SMALL(new SmallNetShape(4, 6, 16, CORE, 121)),
        SCALED(new ScaledNetShape(4, 4, 8, 12, CORE, 121));

        private final PolicyShape shape;

        Network(PolicyShape shape) {
            this.shape = shape;
        }
    }

    /** Computed over the same frames in one pass, encodings are those that the learner computes. */
    @ParameterizedTest
    @ValueSource(strings = {"SMALL", "SCALED"})
    void lossGradientAndWeightsAreTheSameToTheBitWhenTheBatchIsEncodedAsAWhole(String network) {
        PolicyShape shape = Network.valueOf(network).shape;
        TrainingBatch screens = batch(segments());
        try (PolicyAgent fromScreens = agent(shape);
                PolicyAgent fromEncodings = agent(shape)) {
            TrainingBatch encodings = TestingEncodings.encoded(fromEncodings.network(), screens);
            for (int update = 0; update < UPDATES; update++) {
                Update expected = fromScreens.update(screens, update);
                Update found = fromEncodings.update(encodings, update);
                assertThat(found.applied()).isTrue();
                assertThat(found.figures()).isEqualTo(expected.figures());
            }

            assertThat(TestingAgents.bits(fromEncodings))
                    .isEqualTo(TestingAgents.bits(fromScreens));
        }
    }

    /** A product of few rows and one of many differ in the last bits. */
    @ParameterizedTest
    @ValueSource(strings = {"SMALL", "SCALED"})
    void theyAreTheSameButForRoundingWhenEachSegmentWasEncodedAlone(String network) {
        PolicyShape shape = Network.valueOf(network).shape;
        try (PolicyAgent fromScreens = agent(shape);
                PolicyAgent fromEncodings = agent(shape)) {
            List<Segment> encoded = segments();
            encoded.forEach(segment -> encode(fromEncodings.network(), segment));
            Update expected = fromScreens.update(batch(segments()), 0);
            Update found = fromEncodings.update(batch(encoded), 0);

            expected.figures()
                    .forEach(
                            (name, value) ->
                                    assertThat(found.figures().get(name))
                                            .as(name)
                                            .isCloseTo(
                                                    value,
                                                    within(1e-6 * Math.max(1, Math.abs(value)))));
            fromScreens
                    .network()
                    .parameters()
                    .forEach(
                            (name, array) ->
                                    assertThat(
                                                    fromEncodings
                                                            .network()
                                                            .parameters()
                                                            .get(name)
                                                            .sub(array)
                                                            .norm()
                                                            .getFloat())
                                            .as(name)
                                            .isLessThanOrEqualTo(1e-4f * array.norm().getFloat()));
        }
    }

    @Test
    void rowsWithEncodingsAndRowsWithScreensDoNotShareABatch() {
        List<Segment> segments = segments();
        try (PolicyAgent agent = agent(Network.SMALL.shape)) {
            encode(agent.network(), segments.get(1));
            TrainingBatch batch = assembled(segments);

            assertThat(batch.rows()).hasSize(segments.size() - 1);
            assertThat(batch.refused())
                    .singleElement()
                    .asString()
                    .contains("observations." + agent.network().encodingName())
                    .contains("observations.tty_chars")
                    .contains("policy.encodings");
        }
    }

    @Test
    void aLearnerWhoseEncoderLearnsOrIsAnotherRefusesThem() {
        try (PolicyAgent agent = agent(Network.SMALL.shape);
                PolicyAgent learning =
                        TestingAgents.agent(
                                Network.SMALL.shape,
                                TestingAgents.settings(List.of(), 0),
                                TestingAgents.ppo());
                PolicyNetwork other =
                        PolicyNetwork.create(PolicyWeights.random(Network.SMALL.shape, 77))) {
            TrainingBatch screens = batch(segments());

            assertThatThrownBy(
                            () ->
                                    learning.update(
                                            TestingEncodings.encoded(agent.network(), screens), 0))
                    .hasMessageContaining("encoder is being trained");
            assertThatThrownBy(() -> agent.update(TestingEncodings.encoded(other, screens), 0))
                    .hasMessageContaining("made by another encoder");
        }
    }

    private static PolicyAgent agent(PolicyShape shape) {
        return TestingAgents.agent(
                shape, FROZEN, TestingAgents.ppo(), TestingAgents.kickstarting());
    }

    private static List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int steps = i == 3 ? 4 : STEPS;
            Segment segment = TestingSegments.rollout("play-" + i, i % 2, steps, i == 3, CORE, 0);
            segment.setTargets(
                    new Targets(
                            "teacher",
                            List.of(
                                    TestingRows.floats(
                                            "logits",
                                            TestingRows.random(new Random(i), steps * 121),
                                            steps,
                                            121)),
                            List.of()));
            segments.add(segment);
        }
        return segments;
    }

    private static TrainingBatch assembled(List<Segment> segments) {
        return new BatchAssembly(new BatchShape(segments.size(), STEPS, 0, DemonstrationState.ZERO))
                .assemble(segments.stream().map(s -> new BatchRow(s, true)).toList());
    }

    private static TrainingBatch batch(List<Segment> segments) {
        TrainingBatch batch = assembled(segments);
        assertThat(batch.refused()).isEmpty();
        return batch;
    }

    /** Replaces a segment's screens. */
    private static void encode(PolicyNetwork network, Segment segment) {
        int entries = segment.getLength() + 1;
        byte[] actions = TensorPacking.unpack(segment.getActions());
        byte[] previous = new byte[entries];
        previous[0] = TensorPacking.unpack(segment.getPreviousAction())[0];
        System.arraycopy(actions, 0, previous, 1, actions.length);
        Screens screens =
                new Screens(
                        buffer(segment, 0),
                        buffer(segment, 1),
                        buffer(segment, 2),
                        ByteBuffer.wrap(previous));
        try (NDManager scope = network.newScope()) {
            float[] made = network.encode(scope, screens, entries).toFloatArray();
            segment.setObservations(
                    new ArrayList<>(
                            List.of(
                                    TestingRows.floats(
                                            network.encodingName(),
                                            made,
                                            entries,
                                            network.shape().encoding()))));
        }
    }

    private static ByteBuffer buffer(Segment segment, int tensor) {
        return ByteBuffer.wrap(TensorPacking.unpack(segment.getObservations().get(tensor)));
    }
}
