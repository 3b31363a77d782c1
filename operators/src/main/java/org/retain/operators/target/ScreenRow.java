package org.retain.operators.target;

import java.nio.ByteBuffer;
import java.util.List;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.Screens;

/** NetHack's terminal and the action before each step. */
final class ScreenRow implements TeacherRow {

    private static final List<Integer> SCREEN = List.of(Screens.ROWS, Screens.COLUMNS);

    private final StepColumn chars = new StepColumn(TensorType.U8, SCREEN);
    private final StepColumn colors = new StepColumn(TensorType.I8, SCREEN);
    private final StepColumn cursor = new StepColumn(TensorType.I16, List.of(2));
    private final DiscreteActions actions;
    private final List<StepColumn> columns;
    private final boolean readsBootstrap;
    private int length;

    /**
     * A row for a teacher of so many actions.
     *
     * @param readsBootstrap whether the observation after the last step is read too
     */
    ScreenRow(int actions, boolean readsBootstrap) {
        this.readsBootstrap = readsBootstrap;
        this.actions = new DiscreteActions(actions);
        columns = List.of(chars, colors, cursor, this.actions.column());
    }

    @Override
    public void unpack(Segment segment) {
        int steps = TeacherRow.steps(segment);
        unpack(chars, segment, "tty_chars", steps + 1);
        unpack(colors, segment, "tty_colors", steps + 1);
        unpack(cursor, segment, "tty_cursor", steps + 1);
        byte[] data = colors.data();
        int read = readsBootstrap ? steps + 1 : steps;
        for (int i = 0; i < read * Screens.ROWS * Screens.COLUMNS; i++) {
            if (data[i] < 0) {
                throw new InvalidTensorException(
                        "Tensor tty_colors holds %d, expected 0 to 127".formatted(data[i]));
            }
        }
        actions.unpack(segment, steps);
        length = steps;
    }

    private static void unpack(StepColumn column, Segment segment, String name, int rows) {
        Tensor tensor = TeacherRow.observation(segment, name);
        column.reserve(rows);
        column.unpack(tensor, rows, 0);
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
        return new Screens(stacked.get(0), stacked.get(1), stacked.get(2), stacked.get(3));
    }
}
