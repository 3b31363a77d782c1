package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;
import org.retain.operators.policy.Vectors;

/** What {@link TargetOperator} answers on observations that are vectors. */
class TargetVectorsTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void answersAsOneStraightPassDoesWithAndWithoutCore(int core) throws Exception {
        TargetSettings settings = settings(core);
        List<List<Segment>> games =
                List.of(TestingVectors.discrete("a", 4), TestingVectors.discrete("b", 3));
        List<Segment> output = new ArrayList<>();
        OperatorSubtaskState checkpoint;
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(games.get(0).get(0), games.get(1).get(0), games.get(0).get(1));
            checkpoint = target.checkpoint();
            output.addAll(target.output());
        }
        try (TestingTarget target = TestingTarget.start(settings, 2, checkpoint)) {
            target.process(games.get(1).get(1), games.get(0).get(2));
            target.process(games.get(0).get(3), games.get(1).get(2));
            target.endInput();
            output.addAll(target.output());
        }

        assertThat(output).hasSize(7).allMatch(segment -> segment.getDropped() == null);
        for (List<Segment> game : games) {
            assertThat(logits(game)).containsExactly(straightPass(settings, game), within(1e-5f));
        }
    }

    @Test
    void givesNoStateWhenTheTeacherHasNone() throws Exception {
        List<Segment> game = TestingVectors.discrete("game", 2);
        try (TestingTarget target = TestingTarget.start(settings(0), 1, null)) {
            target.process(game.toArray(Segment[]::new));
            target.endInput();
        }

        assertThat(game).allSatisfy(s -> assertThat(s.getTargets().getRecurrentState()).isEmpty());
        assertThat(game.get(0).getTargets().getDistribution())
                .singleElement()
                .satisfies(logits -> assertThat(logits.getShape()).containsExactly(4, 2));
    }

    @Test
    void givesTheStateBeforeEachSegmentWhenTheTeacherHasOne() throws Exception {
        List<Segment> game = TestingVectors.discrete("game", 2);
        try (TestingTarget target = TestingTarget.start(settings(5), 1, null)) {
            target.process(game.toArray(Segment[]::new));
            target.endInput();
        }

        assertThat(state(game.get(0), "h")).containsOnly(0f).hasSize(5);
        assertThat(state(game.get(1), "h")).doesNotContain(0f).hasSize(5);
        assertThat(state(game.get(1), "c")).doesNotContain(0f).hasSize(5);
    }

    @Test
    void dropsVectorsAndActionsThatTheTeacherCannotRead() throws Exception {
        Segment screens = TestingTarget.game("screens", 2).get(0);
        Segment wide = first("wide");
        wide.getObservations().set(0, TestingVectors.vector(List.of(5, 4), new float[20]));
        Segment infinite = first("infinite");
        float[] values = new float[15];
        values[11] = Float.NaN;
        infinite.getObservations().set(0, TestingVectors.vector(List.of(5, 3), values));
        Segment unknown = first("unknown");
        unknown.setActions(TestingVectors.bytes("actions", List.of(4), new byte[] {0, 1, 2, 0}));
        Segment missing = first("missing");
        missing.setActions(null);
        List<Segment> output;
        try (TestingTarget target = TestingTarget.start(settings(0), 1, null)) {
            target.process(screens, wide, infinite, unknown, missing);
            target.process(first("sound"));
            target.endInput();
            output = target.output();
        }

        assertThat(output)
                .extracting(Segment::getDropped)
                .containsExactly(
                        "malformed", "malformed", "malformed", "malformed", "malformed", null);
    }

    /** The teacher reads the observation after the last step with the segment that follows. */
    @Test
    void doesNotReadTheBootstrapObservation() throws Exception {
        Segment segment = first("game");
        float[] values = new float[15];
        values[14] = Float.NaN;
        segment.getObservations().set(0, TestingVectors.vector(List.of(5, 3), values));
        try (TestingTarget target = TestingTarget.start(settings(0), 1, null)) {
            target.process(segment);
            target.endInput();
        }

        assertThat(segment.getTargets()).isNotNull();
    }

    private TargetSettings settings(int core) throws Exception {
        return TestingVectors.settings(
                directory,
                new VectorNetShape(
                        TestingVectors.OBSERVATION, List.of(6), core, TestingVectors.ACTIONS));
    }

    private static Segment first(String episode) {
        return TestingVectors.discrete(episode, 2).get(0);
    }

    private static float[] logits(List<Segment> game) {
        ByteBuffer all = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        for (Segment segment : game) {
            all.put(
                    TensorPacking.unpack(
                            TensorPacking.find(segment.getTargets().getDistribution(), "logits")));
        }
        float[] values = new float[all.flip().remaining() / Float.BYTES];
        all.asFloatBuffer().get(values);
        return values;
    }

    private static float[] state(Segment segment, String name) {
        return TensorPacking.unpackFloats(
                TensorPacking.find(segment.getTargets().getRecurrentState(), name));
    }

    private static float[] straightPass(TargetSettings settings, List<Segment> game) {
        int steps = game.stream().mapToInt(Segment::getLength).sum();
        ByteBuffer values =
                ByteBuffer.allocate(steps * TestingVectors.OBSERVATION * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (Segment segment : game) {
            for (float value : TestingVectors.steps(segment)) {
                values.putFloat(value);
            }
        }
        PolicyWeights weights = PolicyWeights.read(settings.teacher(), Optional.empty()).weights();
        try (PolicyNetwork network = PolicyNetwork.create(weights);
                NDManager scope = network.newScope()) {
            int[] lengths = {steps};
            return network.forward(
                            scope,
                            new PolicyInput(steps, 1, new Vectors(values.flip()), null, lengths),
                            weights.shape().core() == 0 ? null : network.zeroState(scope, 1))
                    .logits()
                    .toFloatArray();
        }
    }
}
