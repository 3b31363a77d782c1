package org.retain.operators.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.Screens;
import org.retain.operators.policy.SmallNetShape;
import org.retain.operators.policy.VectorNetShape;
import org.retain.operators.policy.Vectors;

/** An {@link Actor} whose segments hold encodings plays as one whose segments hold observations. */
class ActorEncodingsTest {

    private static final float TOLERANCE = 1e-6f;
    private static final int ACTIONS = 5;

    static Stream<PolicyShape> shapes() {
        return Stream.of(
                new VectorNetShape(3, List.of(8), 6, ACTIONS), new SmallNetShape(4, 6, 16, 8, 121));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void takesTheSameActionsAndEncodesEachObservationTheLastOnesToo(PolicyShape shape) {
        PolicyWeights weights = PolicyWeights.random(shape, 3);
        try (TestingPlay plain = play(shape, false);
                TestingPlay encoding = play(shape, true);
                PolicyNetwork network = PolicyNetwork.create(weights)) {
            plain.actor.useWeights(1, ActingPolicy.of(weights));
            encoding.actor.useWeights(1, ActingPolicy.withEncodings(weights));
            plain.grantAndPlay(60);
            encoding.grantAndPlay(60);

            Map<String, List<Segment>> expected = plain.byEpisode();
            int compared = 0;
            for (Segment found : encoding.segments) {
                List<Segment> episode = expected.getOrDefault(found.getEpisodeId(), List.of());
                if (found.getSegmentIndex() < episode.size()) {
                    assertSame(network, found, episode.get(found.getSegmentIndex()));
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(50);
            assertThat(encoding.segments)
                    .hasSize(60)
                    .anyMatch(Segment::getTerminated)
                    .anyMatch(Segment::getTruncated)
                    .anyMatch(segment -> segment.getLength() < TestingPlay.STEPS);
        }
    }

    private static void assertSame(PolicyNetwork network, Segment found, Segment expected) {
        assertThat(found.getActions()).isEqualTo(expected.getActions());
        assertThat(found.getBehaviour()).isEqualTo(expected.getBehaviour());
        assertThat(found.getTerminated()).isEqualTo(expected.getTerminated());
        assertThat(found.getTruncated()).isEqualTo(expected.getTruncated());
        Tensor encodings = found.getObservations().get(0);
        int entries = found.getLength() + 1;
        assertThat(found.getObservations()).hasSize(1);
        assertThat(encodings.getName()).isEqualTo(network.encodingName());
        assertThat(encodings.getShape()).containsExactly(entries, network.shape().encoding());
        try (NDManager scope = network.newScope()) {
            float[] made = network.encode(scope, observations(expected), entries).toFloatArray();
            assertThat(TensorPacking.unpackFloats(encodings))
                    .containsExactly(made, within(TOLERANCE));
        }
    }

    @Test
    void weightsOfAnotherEncoderAreRefusedAndThoseThatDifferBehindItPlay() {
        VectorNetShape shape = new VectorNetShape(3, List.of(8), 6, ACTIONS);
        PolicyWeights first = PolicyWeights.random(shape, 1);
        try (TestingPlay play = play(shape, true)) {
            play.actor.useWeights(1, ActingPolicy.withEncodings(first));
            try (ActingPolicy other = ActingPolicy.withEncodings(PolicyWeights.random(shape, 2));
                    ActingPolicy none = ActingPolicy.of(first)) {
                assertThatThrownBy(() -> play.actor.useWeights(2, other))
                        .isInstanceOf(InvalidWeightsException.class)
                        .hasMessageContaining(first.encodingName())
                        .hasMessageContaining("learner.freeze: encoder");
                assertThatThrownBy(() -> play.actor.useWeights(2, none))
                        .isInstanceOf(InvalidWeightsException.class)
                        .hasMessageContaining("policy.encodings");
            }
            try (PolicyNetwork trained = PolicyNetwork.create(first)) {
                trained.parameters().get("policy.bias").set(new float[] {1, 2, 3, 4, 5});
                play.actor.useWeights(3, ActingPolicy.withEncodings(trained.weights()));
            }
            play.grantAndPlay(2);

            assertThat(play.actor.version()).isEqualTo(3);
            assertThat(play.segments).hasSize(2);
        }
    }

    private static TestingPlay play(PolicyShape shape, boolean encodings) {
        TestingEnvironment environment =
                shape instanceof SmallNetShape
                        ? TestingEnvironment.ofScreens(3, 11)
                        : TestingEnvironment.ofVectors(3, 11, new ActionSpace.Discrete(ACTIONS));
        return new TestingPlay(
                environment,
                new ActorSettings("run", SegmentSource.ROLLOUT, TestingPlay.STEPS, 1, 5, encodings),
                Integer.MAX_VALUE);
    }

    private static Observations observations(Segment segment) {
        List<Tensor> tensors = segment.getObservations();
        if (tensors.size() == 1) {
            return new Vectors(buffer(tensors, "vector"));
        }
        byte[] actions = TensorPacking.unpack(segment.getActions());
        byte[] previous = new byte[actions.length + 1];
        previous[0] = TensorPacking.unpack(segment.getPreviousAction())[0];
        System.arraycopy(actions, 0, previous, 1, actions.length);
        return new Screens(
                buffer(tensors, "tty_chars"),
                buffer(tensors, "tty_colors"),
                buffer(tensors, "tty_cursor"),
                ByteBuffer.wrap(Arrays.copyOf(previous, previous.length)));
    }

    private static ByteBuffer buffer(List<Tensor> tensors, String name) {
        return ByteBuffer.wrap(TensorPacking.unpack(TensorPacking.find(tensors, name)));
    }
}
