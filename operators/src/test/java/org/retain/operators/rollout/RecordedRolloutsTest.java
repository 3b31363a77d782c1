package org.retain.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;
import org.retain.datasets.segment.TestingSegments;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.Screens;
import org.retain.operators.policy.SmallNetShape;

/** Tests for {@link RecordedRollouts}. */
class RecordedRolloutsTest {

    private static final SmallNetShape SHAPE = new SmallNetShape(4, 8, 16, 8, 121);
    private static final int STEPS = 5;
    private static final int SEGMENTS = 3;
    private static final float TOLERANCE = 1e-5f;

    private final List<Segment> episode = new ArrayList<>();
    private RecordedRollouts rollouts;

    @BeforeEach
    void create() {
        rollouts = new RecordedRollouts(PolicyNetwork.create(PolicyWeights.random(SHAPE, 1)));
        byte previous = 0;
        for (int index = 0; index < SEGMENTS; index++) {
            Segment segment =
                    TestingSegments.demonstration("game", index, STEPS, index == SEGMENTS - 1);
            segment.setPreviousAction(key("previous_action", previous));
            segment.setRewards(
                    TensorPacking.packFloats(
                            "rewards", List.of(STEPS), new float[STEPS], TensorCodec.RAW));
            previous = TensorPacking.unpack(segment.getActions())[STEPS - 1];
            episode.add(segment);
        }
    }

    @AfterEach
    void close() {
        rollouts.close();
    }

    @Test
    void recordsWhatThePolicyAnswersWhenItPlaysTheWholeEpisode() {
        float[] logProbabilities = new float[SEGMENTS * STEPS];
        float[] values = new float[SEGMENTS * STEPS];
        playWhole(logProbabilities, values);

        List<Segment> recorded = recordAll();

        for (int index = 0; index < SEGMENTS; index++) {
            var behaviour = recorded.get(index).getBehaviour();
            float[] found = TensorPacking.unpackFloats(behaviour.getLogProbabilities());
            float[] foundValues = TensorPacking.unpackFloats(behaviour.getValues());
            assertThat(found).hasSize(STEPS);
            assertThat(foundValues).hasSize(STEPS + 1);
            for (int t = 0; t < STEPS; t++) {
                int at = index * STEPS + t;
                assertThat(found[t]).isCloseTo(logProbabilities[at], within(TOLERANCE));
                assertThat(foundValues[t]).isCloseTo(values[at], within(TOLERANCE));
            }
        }
    }

    @Test
    void valuesTheBootstrapObservationWhereThereIsOne() {
        List<Segment> recorded = recordAll();

        for (int index = 0; index < SEGMENTS; index++) {
            float[] values =
                    TensorPacking.unpackFloats(recorded.get(index).getBehaviour().getValues());
            boolean last = index == SEGMENTS - 1;
            assertThat(values[STEPS] == 0).isEqualTo(last);
        }
    }

    @Test
    void beginsEachSegmentWithTheStateAfterTheOneBefore() {
        float[] state = null;
        for (Segment demonstration : episode) {
            float[] before = state == null ? new float[2 * SHAPE.core()] : state;
            RecordedRollouts.Recorded recorded = rollouts.record(demonstration, state);
            List<Tensor> found = recorded.rollout().getBehaviour().getRecurrentState();
            state = recorded.state();

            assertThat(found).extracting(Tensor::getName).containsExactly("h", "c");
            for (int part = 0; part < 2; part++) {
                assertThat(TensorPacking.unpackFloats(found.get(part)))
                        .containsExactly(
                                Arrays.copyOfRange(
                                        before, part * SHAPE.core(), (part + 1) * SHAPE.core()));
            }
            assertThat(state).isNotEqualTo(before);
        }
    }

    @Test
    void keepsWhatWasRecordedUnderAnotherName() {
        Segment demonstration = episode.get(0);
        Segment before = Segment.newBuilder(demonstration).build();

        Segment rollout = rollouts.record(demonstration, null).rollout();

        assertThat(demonstration).isEqualTo(before);
        assertThat(rollout.getSource()).isEqualTo(SegmentSource.ROLLOUT);
        assertThat(rollout.getEpisodeId()).isEqualTo("rollout/game");
        assertThat(TensorPacking.unpackLongs(rollout.getBehaviour().getWeightsVersion()))
                .containsExactly(new long[STEPS]);
        List<Function<Segment, Object>> kept =
                List.of(
                        Segment::getObservations,
                        Segment::getActions,
                        Segment::getPreviousAction,
                        Segment::getRewards,
                        Segment::getTerminated,
                        Segment::getTruncated,
                        Segment::getBootstrapValid,
                        Segment::getStrata,
                        Segment::getInfo);
        assertThat(kept)
                .allSatisfy(
                        field ->
                                assertThat(field.apply(rollout))
                                        .isEqualTo(field.apply(demonstration)));
    }

    @Test
    void refusesSegmentsOutOfOrder() {
        assertThatThrownBy(() -> rollouts.record(episode.get(1), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Segment 1 of game came without the state");
        assertThatThrownBy(() -> rollouts.record(episode.get(0), new float[2 * SHAPE.core()]))
                .hasMessageContaining("Segment 0 of game came with the state");
    }

    @Test
    void refusesAKeyThatThePolicyDoesNotHave() {
        Segment segment = TestingSegments.demonstration("game", 0, 1, false);
        segment.setActions(
                TensorPacking.pack(
                        "actions",
                        TensorType.U8,
                        List.of(1),
                        new byte[] {(byte) 200},
                        TensorCodec.RAW));

        assertThatThrownBy(() -> rollouts.record(segment, null))
                .isInstanceOf(InvalidTensorException.class)
                .hasMessageContaining("Action 200, the policy has 121 actions");
    }

    private List<Segment> recordAll() {
        List<Segment> recorded = new ArrayList<>();
        float[] state = null;
        for (Segment demonstration : episode) {
            RecordedRollouts.Recorded next = rollouts.record(demonstration, state);
            recorded.add(next.rollout());
            state = next.state();
        }
        return recorded;
    }

    /** The same in one call of the network over all steps. */
    private void playWhole(float[] logProbabilities, float[] values) {
        int steps = SEGMENTS * STEPS;
        ByteBuffer actions = joined(Segment::getActions, STEPS);
        ByteBuffer previous = ByteBuffer.allocate(steps);
        previous.put((byte) 0).put(actions.slice(0, steps - 1)).flip();
        Screens screens =
                new Screens(
                        joined(segment -> segment.getObservations().get(0), STEPS * 24 * 80),
                        joined(segment -> segment.getObservations().get(1), STEPS * 24 * 80),
                        joined(segment -> segment.getObservations().get(2), STEPS * 4),
                        previous);
        try (PolicyNetwork network = PolicyNetwork.create(PolicyWeights.random(SHAPE, 1));
                NDManager scope = network.newScope()) {
            PolicyOutput output =
                    network.forward(
                            scope,
                            new PolicyInput(steps, 1, screens, null, new int[] {steps}),
                            network.zeroState(scope, 1));
            float[] all = output.logits().logSoftmax(2).toFloatArray();
            for (int t = 0; t < steps; t++) {
                logProbabilities[t] = all[t * SHAPE.actions() + (actions.get(t) & 0xFF)];
            }
            System.arraycopy(output.values().toFloatArray(), 0, values, 0, steps);
        }
    }

    /** The first bytes of a tensor of each segment, one after another. */
    private ByteBuffer joined(Function<Segment, Tensor> tensor, int bytes) {
        ByteBuffer joined = ByteBuffer.allocate(SEGMENTS * bytes);
        for (Segment segment : episode) {
            joined.put(TensorPacking.unpack(tensor.apply(segment)), 0, bytes);
        }
        return joined.flip();
    }

    private static Tensor key(String name, byte key) {
        return TensorPacking.pack(
                name, TensorType.U8, List.of(), new byte[] {key}, TensorCodec.RAW);
    }
}
