package org.retain.operators.target;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.Vectors;

/** Observations that are one tensor {@code vector} f32[T+1, D] of finite numbers. */
final class VectorRow implements TeacherRow {

    /** Name of the observation. */
    static final String VECTOR = "vector";

    private final StepColumn vector;
    private final List<StepColumn> columns;
    private final int observation;
    private final int stages;
    private final ObjIntConsumer<Segment> actionCheck;
    private final boolean readsBootstrap;
    private int length;

    private VectorRow(
            int observation,
            int stages,
            ObjIntConsumer<Segment> actionCheck,
            boolean readsBootstrap) {
        this.readsBootstrap = readsBootstrap;
        this.observation = observation;
        this.stages = stages;
        vector = new StepColumn(TensorType.F32, List.of(observation));
        columns = List.of(vector);
        this.actionCheck = actionCheck;
    }

    /**
     * A row for a teacher that answers with probabilities of actions: the segment's have to be
     * among them, u8[T].
     *
     * @param readsBootstrap whether the observation after the last step is read too
     */
    static VectorRow ofDiscrete(int observation, int actions, boolean readsBootstrap) {
        return new VectorRow(observation, 1, new DiscreteActions(actions)::unpack, readsBootstrap);
    }

    /**
     * A row for a teacher whose actions are vectors: the segment's have to be finite, f32[T, A].
     *
     * @param stages K; with more than one the last K numbers of an observation have to be a one-hot
     */
    static VectorRow ofContinuous(int observation, int stages, int actions) {
        StepColumn column = new StepColumn(TensorType.F32, List.of(actions));
        return new VectorRow(
                observation,
                stages,
                (segment, steps) -> checkContinuous(segment, steps, column),
                false);
    }

    @Override
    public void unpack(Segment segment) {
        int steps = TeacherRow.steps(segment);
        vector.reserve(steps + 1);
        vector.unpack(TeacherRow.observation(segment, VECTOR), steps + 1, 0);
        vector.requireFinite(VECTOR, readsBootstrap ? steps + 1 : steps);
        if (stages > 1) {
            requireStages(steps);
        }
        actionCheck.accept(segment, steps);
        length = steps;
    }

    private void requireStages(int steps) {
        ByteBuffer numbers = ByteBuffer.wrap(vector.data()).order(ByteOrder.LITTLE_ENDIAN);
        for (int step = 0; step < steps; step++) {
            int ones = 0;
            int zeros = 0;
            for (int i = (step + 1) * observation - stages; i < (step + 1) * observation; i++) {
                float value = numbers.getFloat(i * Float.BYTES);
                ones += value == 1 ? 1 : 0;
                zeros += value == 0 ? 1 : 0;
            }
            if (ones != 1 || zeros != stages - 1) {
                throw new InvalidTensorException(
                        "Tensor %s ends at step %d with no one-hot of the teacher's %d stages"
                                .formatted(VECTOR, step, stages));
            }
        }
    }

    private static void checkContinuous(Segment segment, int steps, StepColumn column) {
        if (segment.getActions() == null) {
            throw new InvalidTensorException("The segment has no actions");
        }
        column.reserve(steps);
        column.unpack(segment.getActions(), steps, 0);
        column.requireFinite("actions", steps);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public List<StepColumn> columns() {
        return columns;
    }

    @Override
    public Observations observations(List<ByteBuffer> stacked) {
        return new Vectors(stacked.get(0));
    }
}
