package org.retain.operators.target;

import java.util.List;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorType;

/** Actions that are numbers below a teacher's number of actions: before each step and the last. */
final class DiscreteActions {

    private final int actions;
    private final StepColumn column = new StepColumn(TensorType.U8, List.of());

    DiscreteActions(int actions) {
        this.actions = actions;
    }

    /** The action before each step, then the one after the last. */
    StepColumn column() {
        return column;
    }

    /**
     * Unpacks a segment's actions.
     *
     * @throws InvalidTensorException when they are missing, damaged, no u8 scalars, or none of the
     *     teacher's
     */
    void unpack(Segment segment, int steps) {
        require(segment.getActions() != null, "The segment has no actions");
        require(segment.getPreviousAction() != null, "The segment has no previous action");
        column.reserve(1 + steps);
        column.unpackEntry(segment.getPreviousAction(), 0);
        column.unpack(segment.getActions(), steps, 1);
        for (int t = 0; t <= steps; t++) {
            int action = Byte.toUnsignedInt(column.data()[t]);
            require(action < actions, "Action %d, the teacher has %d actions", action, actions);
        }
    }

    private static void require(boolean condition, String message, Object... values) {
        if (!condition) {
            throw new InvalidTensorException(message.formatted(values));
        }
    }
}
