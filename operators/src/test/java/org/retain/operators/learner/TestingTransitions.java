package org.retain.operators.learner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Targets;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;

/** Batches of rows of continuous control. */
final class TestingTransitions {

    private final int steps;
    private final List<BatchRow> rows = new ArrayList<>();

    /** Batches of this many steps. */
    TestingTransitions(int steps) {
        this.steps = steps;
    }

    /** Adds a row, see {@link #segment}. */
    TestingTransitions add(boolean driving, Segment segment) {
        rows.add(new BatchRow(segment, driving));
        return this;
    }

    TrainingBatch batch() {
        BatchShape shape =
                new BatchShape(Math.max(1, rows.size()), steps, 0, DemonstrationState.ZERO);
        return new BatchAssembly(shape).assemble(rows);
    }

    /** A rollout of one step that terminated. */
    static Segment last(float[] observation, float[] action, float reward) {
        Segment segment =
                segment(
                        new float[][] {observation, observation},
                        new float[][] {action},
                        new float[] {reward});
        segment.setTerminated(true);
        segment.setBootstrapValid(false);
        return segment;
    }

    /**
     * A rollout that goes on.
     *
     * @param observations [T+1, D]
     * @param actions [T, A]
     * @param rewards [T]
     */
    static Segment segment(float[][] observations, float[][] actions, float[] rewards) {
        Segment segment = new Segment();
        segment.setEnvironmentId("control");
        segment.setEpisodeId("episode");
        segment.setSegmentIndex(0);
        segment.setFirstStep(0);
        segment.setLength(actions.length);
        segment.setFirstOfEpisode(true);
        segment.setSource(SegmentSource.ROLLOUT);
        segment.setObservations(List.of(tensor("vector", observations)));
        segment.setBootstrapValid(true);
        segment.setActions(tensor("actions", actions));
        segment.setPreviousAction(
                TensorPacking.packFloats(
                        "previous_action",
                        List.of(actions[0].length),
                        new float[actions[0].length],
                        TensorCodec.RAW));
        segment.setRewards(
                TensorPacking.packFloats(
                        "rewards", List.of(rewards.length), rewards, TensorCodec.RAW));
        segment.setTerminated(false);
        segment.setTruncated(false);
        segment.setInfo(List.of());
        segment.setStrata(Map.of());
        return segment;
    }

    /** Makes a segment a demonstration. */
    static Segment demonstration(Segment segment) {
        segment.setSource(SegmentSource.DEMONSTRATION);
        return segment;
    }

    /** Gives a segment the teacher's answers, [T, A]. */
    static Segment taught(Segment segment, float[][] means, float[][] logDeviations) {
        segment.setTargets(
                new Targets(
                        "teacher",
                        List.of(tensor("mean", means), tensor("log_std", logDeviations)),
                        List.of()));
        return segment;
    }

    private static Tensor tensor(String name, float[][] rows) {
        int width = rows[0].length;
        float[] values = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * width, width);
        }
        return TensorPacking.packFloats(name, List.of(rows.length, width), values, TensorCodec.RAW);
    }
}
