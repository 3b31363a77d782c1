package org.retain.operators.learner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.learner.RowTensor.Axis;

/** Unpacks a segment into the named tensors of its batch row. */
final class RowUnpacking {

    /** What the names of what was seen begin with. */
    static final String OBSERVATIONS = "observations.";

    private final DemonstrationState demonstrationState;

    RowUnpacking(DemonstrationState demonstrationState) {
        this.demonstrationState = demonstrationState;
    }

    /**
     * The row's tensors.
     *
     * @throws org.retain.datasets.segment.InvalidTensorException when one is damaged
     */
    List<RowTensor> unpack(Segment segment) {
        List<RowTensor> row = new ArrayList<>();
        for (Tensor tensor : segment.getObservations()) {
            add(row, OBSERVATIONS + tensor.getName(), Axis.OBSERVATIONS, tensor);
        }
        add(row, "actions", Axis.STEPS, segment.getActions());
        row.add(previousActions(segment));
        if (segment.getRewards() != null) {
            add(row, "rewards", Axis.STEPS, segment.getRewards());
        }
        if (segment.getBehaviour() != null) {
            add(
                    row,
                    "behaviour.weights_version",
                    Axis.STEPS,
                    segment.getBehaviour().getWeightsVersion());
            add(
                    row,
                    "behaviour.log_probabilities",
                    Axis.STEPS,
                    segment.getBehaviour().getLogProbabilities());
            add(row, "behaviour.values", Axis.OBSERVATIONS, segment.getBehaviour().getValues());
        }
        if (segment.getTargets() != null) {
            addAll(row, "targets.", Axis.STEPS, segment.getTargets().getDistribution());
            addAll(row, "targets.state.", Axis.NONE, segment.getTargets().getRecurrentState());
        }
        addAll(row, "initial_state.", Axis.NONE, initialState(segment));
        return row;
    }

    /** True when the student starts this row from zeros although the episode is under way. */
    boolean startsCold(Segment segment) {
        return !segment.getFirstOfEpisode() && initialState(segment).isEmpty();
    }

    private List<Tensor> initialState(Segment segment) {
        if (segment.getBehaviour() != null) {
            return segment.getBehaviour().getRecurrentState();
        }
        boolean teacher =
                segment.getSource() == SegmentSource.DEMONSTRATION
                        && demonstrationState == DemonstrationState.TEACHER
                        && segment.getTargets() != null;
        return teacher ? segment.getTargets().getRecurrentState() : List.of();
    }

    private static RowTensor previousActions(Segment segment) {
        byte[] actions = TensorPacking.unpack(segment.getActions());
        byte[] first = TensorPacking.unpack(segment.getPreviousAction());
        RowTensor own = RowTensor.unpack("actions", Axis.STEPS, segment.getActions());
        byte[] previous = Arrays.copyOf(first, actions.length);
        System.arraycopy(actions, 0, previous, first.length, actions.length - first.length);
        return new RowTensor("previous_actions", own.type(), Axis.STEPS, own.inner(), previous);
    }

    private static void addAll(
            List<RowTensor> row, String prefix, Axis axis, List<Tensor> tensors) {
        tensors.forEach(tensor -> add(row, prefix + tensor.getName(), axis, tensor));
    }

    private static void add(List<RowTensor> row, String name, Axis axis, Tensor tensor) {
        row.add(RowTensor.unpack(name, axis, tensor));
    }
}
