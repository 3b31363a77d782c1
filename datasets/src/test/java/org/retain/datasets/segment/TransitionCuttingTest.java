package org.retain.datasets.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Tests for {@link TransitionCutting}. */
class TransitionCuttingTest {

    @Property(tries = 300)
    void givesTheSegmentBackBitForBit(
            @ForAll @IntRange(min = 1, max = 40) int steps,
            @ForAll @IntRange(max = 3) int segmentIndex,
            @ForAll boolean terminated,
            @ForAll boolean truncated,
            @ForAll boolean answered,
            @ForAll long seed) {
        Segment segment = control(segmentIndex, steps);
        segment.setTerminated(terminated);
        segment.setTruncated(truncated);
        if (answered) {
            TestingControlSegments.answered(segment, seed);
        }

        List<Segment> transitions = TransitionCutting.cut(segment);

        assertThat(transitions).hasSize(steps);
        assertSameBits(reassembled(transitions, segmentIndex), segment);
    }

    @Test
    void givesScreensBackBitForBit() {
        Segment segment = TestingSegments.demonstration("game", 2, 32, false);

        List<Segment> transitions = TransitionCutting.cut(segment);

        assertSameBits(reassembled(transitions, 2), segment);
        assertThat(transitions.get(0).getObservations())
                .extracting(Tensor::getName, Tensor::getShape, Tensor::getCodec)
                .containsExactly(
                        tuple("tty_chars", List.of(2, 24, 80), TensorCodec.ZSTD),
                        tuple("tty_colors", List.of(2, 24, 80), TensorCodec.ZSTD),
                        tuple("tty_cursor", List.of(2, 2), TensorCodec.RAW));
    }

    @Test
    void eachTransitionIsASegmentOfOneStepThatTheEncodingTakes() {
        Segment segment = TestingControlSegments.answered(control(3, 5), 1);
        segment.setPosition(new LogPosition("rollouts", 0, 77L));
        SegmentEncoding encoding = new SegmentEncoding();

        List<Segment> transitions = TransitionCutting.cut(segment);

        for (int t = 0; t < 5; t++) {
            Segment transition = encoding.decode(encoding.encode(transitions.get(t)));
            assertThat(transition).isEqualTo(transitions.get(t));
            assertThat(transition.getLength()).isOne();
            assertThat(transition.getFirstStep()).isEqualTo(15 + t);
            assertThat(transition.getSegmentIndex()).isEqualTo(15 + t);
            assertThat(transition.getFirstOfEpisode()).isFalse();
            assertThat(transition.getStrata()).isEqualTo(segment.getStrata());
            assertThat(transition.getPosition()).isEqualTo(segment.getPosition());
            float step = 15 + t;
            assertThat(TensorPacking.unpackFloats(transition.getObservations().get(0)))
                    .hasSize(6)
                    .startsWith(step)
                    .contains(step + 1);
            assertThat(TensorPacking.unpackFloats(transition.getActions()))
                    .containsExactly(step, -step);
            assertThat(TensorPacking.unpackFloats(transition.getPreviousAction()))
                    .containsExactly(step - 1, 1 - step);
            assertThat(TensorPacking.unpackFloats(transition.getRewards())).containsExactly(step);
            assertThat(transition.getBehaviour().getRecurrentState()).hasSize(t == 0 ? 1 : 0);
            assertThat(transition.getTargets().getRecurrentState()).hasSize(t == 0 ? 1 : 0);
        }
    }

    @Test
    void onlyTheFirstTransitionBeginsTheEpisodeAndOnlyTheLastEndsIt() {
        Segment segment = control(0, 3);
        segment.setTerminated(true);
        segment.setTruncated(true);

        List<Segment> transitions = TransitionCutting.cut(segment);

        assertThat(transitions)
                .extracting(
                        Segment::getFirstOfEpisode, Segment::getTerminated, Segment::getTruncated)
                .containsExactly(
                        tuple(true, false, false),
                        tuple(false, false, false),
                        tuple(false, true, true));
    }

    @Test
    void leavesOutALastTransitionWhoseNextObservationIsUnknown() {
        Segment segment = control(0, 3);
        segment.setBootstrapValid(false);
        segment.setTruncated(true);

        List<Segment> transitions = TransitionCutting.cut(segment);

        assertThat(transitions)
                .extracting(
                        Segment::getFirstStep, Segment::getBootstrapValid, Segment::getTruncated)
                .containsExactly(tuple(0L, true, false), tuple(1L, true, false));
    }

    @Test
    void keepsALastTransitionThatTerminatedAsNothingFollowsIt() {
        Segment segment = control(0, 3);
        segment.setBootstrapValid(false);
        segment.setTerminated(true);

        List<Segment> transitions = TransitionCutting.cut(segment);

        assertThat(transitions)
                .extracting(Segment::getBootstrapValid, Segment::getTerminated)
                .containsExactly(tuple(true, false), tuple(true, false), tuple(false, true));
    }

    @Test
    void aSegmentOfOneStepWithoutANextObservationGivesNone() {
        Segment segment = control(0, 1);
        segment.setBootstrapValid(false);

        assertThat(TransitionCutting.cut(segment)).isEmpty();
    }

    @Test
    void leavesTheSegmentAsItIs() {
        Segment segment = TestingControlSegments.answered(control(0, 4), 1);
        Segment expected = TestingControlSegments.answered(control(0, 4), 1);

        for (Segment transition : TransitionCutting.cut(segment)) {
            transition.getObservations().get(0).getData().put(0, (byte) 77);
            transition.getActions().getData().put(0, (byte) 77);
        }

        assertThat(segment).isEqualTo(expected);
    }

    @Test
    void refusesTensorsOfAnotherNumberOfRows() {
        Segment segment = control(0, 4);
        segment.setLength(3);

        assertThatThrownBy(() -> TransitionCutting.cut(segment))
                .isInstanceOf(InvalidTensorException.class)
                .hasMessage("Tensor state has shape [5, 3], expected 4 rows");
    }

    @Test
    void refusesMarkersAndStepsWithoutANumber() {
        Segment marker = control(0, 4);
        marker.setLength(0);
        Segment actionless = control(0, 4);
        actionless.setActions(null);
        Segment late = control(0, 4);
        late.setFirstStep(Integer.MAX_VALUE - 3L);

        for (Segment refused : List.of(marker, actionless, late)) {
            assertThatThrownBy(() -> TransitionCutting.cut(refused))
                    .isInstanceOf(InvalidSegmentException.class)
                    .hasMessageStartingWith("Segment 0 of episode run/1: found ");
        }
    }

    private static Segment control(int segmentIndex, int steps) {
        return TestingControlSegments.segment(SegmentSource.ROLLOUT, "run/1", segmentIndex, steps);
    }

    /** The segment again, from its transitions and the one number that they do not tell. */
    private static Segment reassembled(List<Segment> transitions, int segmentIndex) {
        Segment first = transitions.get(0);
        Segment last = transitions.get(transitions.size() - 1);
        Segment segment = Segment.newBuilder(first).build();
        segment.setSegmentIndex(segmentIndex);
        segment.setLength(transitions.size());
        segment.setBootstrapValid(last.getBootstrapValid());
        segment.setTerminated(last.getTerminated());
        segment.setTruncated(last.getTruncated());
        segment.setObservations(allJoined(transitions, Segment::getObservations, 1));
        segment.setActions(joined(transitions, Segment::getActions, 0));
        segment.setRewards(
                first.getRewards() == null ? null : joined(transitions, Segment::getRewards, 0));
        segment.setInfo(allJoined(transitions, Segment::getInfo, 0));
        if (first.getBehaviour() != null) {
            segment.setBehaviour(
                    new Behaviour(
                            joined(transitions, t -> t.getBehaviour().getWeightsVersion(), 0),
                            joined(transitions, t -> t.getBehaviour().getLogProbabilities(), 0),
                            joined(transitions, t -> t.getBehaviour().getValues(), 1),
                            first.getBehaviour().getRecurrentState()));
        }
        if (first.getTargets() != null) {
            segment.setTargets(
                    new Targets(
                            first.getTargets().getTeacherId(),
                            allJoined(transitions, t -> t.getTargets().getDistribution(), 0),
                            first.getTargets().getRecurrentState()));
        }
        return segment;
    }

    private static List<Tensor> allJoined(
            List<Segment> transitions, Function<Segment, List<Tensor>> tensors, int overlap) {
        List<Tensor> joined = new ArrayList<>();
        for (int i = 0; i < tensors.apply(transitions.get(0)).size(); i++) {
            int index = i;
            joined.add(joined(transitions, t -> tensors.apply(t).get(index), overlap));
        }
        return joined;
    }

    /**
     * Row 0 of every transition's tensor, then the last row where each shares one with the next.
     */
    private static Tensor joined(
            List<Segment> transitions, Function<Segment, Tensor> tensor, int overlap) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int t = 0; t < transitions.size(); t++) {
            byte[] raw = TensorPacking.unpack(tensor.apply(transitions.get(t)));
            int row = raw.length / (1 + overlap);
            boolean last = t == transitions.size() - 1;
            bytes.write(raw, 0, last ? raw.length : row);
            if (overlap == 1 && !last) {
                byte[] next = TensorPacking.unpack(tensor.apply(transitions.get(t + 1)));
                assertThat(Arrays.copyOfRange(raw, row, raw.length))
                        .isEqualTo(Arrays.copyOf(next, row));
            }
        }
        Tensor first = tensor.apply(transitions.get(0));
        List<Integer> shape = new ArrayList<>(first.getShape());
        shape.set(0, transitions.size() + overlap);
        return TensorPacking.pack(
                first.getName(), first.getDtype(), shape, bytes.toByteArray(), TensorCodec.RAW);
    }

    /** Compares everything, tensors by their unpacked bytes. */
    private static void assertSameBits(Segment found, Segment expected) {
        assertThat(unpacked(found)).isEqualTo(unpacked(expected));
    }

    private static Segment unpacked(Segment segment) {
        Segment raw = Segment.newBuilder(segment).build();
        raw.getObservations().replaceAll(TransitionCuttingTest::unpacked);
        raw.getInfo().replaceAll(TransitionCuttingTest::unpacked);
        raw.setActions(unpacked(raw.getActions()));
        raw.setPreviousAction(unpacked(raw.getPreviousAction()));
        return raw;
    }

    private static Tensor unpacked(Tensor tensor) {
        return TensorPacking.pack(
                tensor.getName(),
                tensor.getDtype(),
                tensor.getShape(),
                TensorPacking.unpack(tensor),
                TensorCodec.RAW);
    }
}
