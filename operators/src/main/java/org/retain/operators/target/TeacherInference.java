package org.retain.operators.target;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.operators.policy.NativeArrays;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.RecurrentState;

/** Answers the rows of a bundle in one call of the teacher. Not thread-safe. */
final class TeacherInference implements AutoCloseable {

    private final Teacher teacher;
    private final TargetType type;
    private final int stateBytes;
    private final TeacherState zeroState;

    private final List<ByteBuffer> stacked = new ArrayList<>();
    private ByteBuffer h = ByteBuffer.allocateDirect(0);
    private ByteBuffer c = ByteBuffer.allocateDirect(0);

    /** Takes the teacher over: closing this closes it. */
    TeacherInference(Teacher teacher, TargetType type) {
        this.teacher = teacher;
        this.type = type;
        stateBytes = teacher.core() * Float.BYTES;
        zeroState = TeacherState.zero(teacher.core());
    }

    /**
     * One row's answer, in memory of its own.
     *
     * @param distribution parameters of the actions' distribution, each [T, A] of the target type
     * @param state the teacher's state after the row's last step
     */
    record Answer(List<Tensor> distribution, TeacherState state) {}

    TeacherRow newRow() {
        return teacher.newRow();
    }

    TeacherState zeroState() {
        return zeroState;
    }

    /**
     * Answers rows, the first {@code states.size()} of the list.
     *
     * @param states the teacher's state before each row
     */
    List<Answer> answer(List<TeacherRow> rows, List<TeacherState> states) {
        int count = states.size();
        teacher.prepare(rows, count);
        int[] lengths = new int[count];
        int steps = 0;
        for (int row = 0; row < count; row++) {
            lengths[row] = rows.get(row).length();
            steps = Math.max(steps, lengths[row]);
        }
        stack(rows, count, steps);
        PolicyInput input =
                new PolicyInput(steps, count, rows.get(0).observations(stacked), null, lengths);
        try (NDManager scope = teacher.newScope()) {
            return answers(teacher.forward(scope, input, state(scope, states)), lengths, steps);
        }
    }

    private void stack(List<TeacherRow> rows, int count, int steps) {
        List<StepColumn> layout = rows.get(0).columns();
        for (int i = 0; i < layout.size(); i++) {
            if (stacked.size() == i) {
                stacked.add(ByteBuffer.allocateDirect(0));
            }
            ByteBuffer target = cleared(stacked.get(i), steps * count * layout.get(i).entryBytes());
            for (int step = 0; step < steps; step++) {
                for (int row = 0; row < count; row++) {
                    // A row that has ended is padded with its last step: any valid input does.
                    TeacherRow source = rows.get(row);
                    int from = Math.min(step, source.length() - 1);
                    source.columns().get(i).put(target, from);
                }
            }
            stacked.set(i, target.flip());
        }
    }

    private RecurrentState state(NDManager scope, List<TeacherState> states) {
        if (stateBytes == 0) {
            return null;
        }
        h = stack(h, states, TeacherState::h);
        c = stack(c, states, TeacherState::c);
        Shape shape = new Shape(states.size(), teacher.core());
        return new RecurrentState(
                NativeArrays.copy(scope, h, DataType.FLOAT32, shape.getShape()),
                NativeArrays.copy(scope, c, DataType.FLOAT32, shape.getShape()));
    }

    private ByteBuffer stack(
            ByteBuffer buffer, List<TeacherState> states, Function<TeacherState, byte[]> part) {
        ByteBuffer target = cleared(buffer, states.size() * stateBytes);
        states.forEach(state -> target.put(part.apply(state)));
        return target.flip();
    }

    private List<Answer> answers(Teacher.Output output, int[] lengths, int steps) {
        List<List<Tensor>> distributions = new ArrayList<>();
        for (int row = 0; row < lengths.length; row++) {
            distributions.add(new ArrayList<>());
        }
        for (Map.Entry<String, NDArray> parameter : output.distribution().entrySet()) {
            int actions = (int) parameter.getValue().getShape().get(2);
            ByteBuffer values =
                    parameter
                            .getValue()
                            .transpose(1, 0, 2)
                            .toType(type.dataType(), false)
                            .toByteBuffer(true);
            int stepBytes = actions * type.dataType().getNumOfBytes();
            for (int row = 0; row < lengths.length; row++) {
                byte[] data = copy(values, row * steps * stepBytes, lengths[row] * stepBytes);
                distributions
                        .get(row)
                        .add(tensor(parameter.getKey(), List.of(lengths[row], actions), data));
            }
        }
        List<TeacherState> states = states(output.state(), lengths.length);
        List<Answer> answers = new ArrayList<>();
        for (int row = 0; row < lengths.length; row++) {
            answers.add(new Answer(distributions.get(row), states.get(row)));
        }
        return answers;
    }

    private Tensor tensor(String name, List<Integer> shape, byte[] data) {
        return new Tensor(name, type.tensorType(), shape, TensorCodec.RAW, ByteBuffer.wrap(data));
    }

    private List<TeacherState> states(RecurrentState state, int rows) {
        List<TeacherState> states = new ArrayList<>();
        if (stateBytes == 0) {
            for (int row = 0; row < rows; row++) {
                states.add(zeroState);
            }
            return states;
        }
        ByteBuffer outputH = state.h().toByteBuffer(true);
        ByteBuffer outputC = state.c().toByteBuffer(true);
        for (int row = 0; row < rows; row++) {
            states.add(
                    new TeacherState(
                            copy(outputH, row * stateBytes, stateBytes),
                            copy(outputC, row * stateBytes, stateBytes)));
        }
        return states;
    }

    @Override
    public void close() {
        teacher.close();
    }

    private static byte[] copy(ByteBuffer source, int offset, int length) {
        byte[] bytes = new byte[length];
        source.get(offset, bytes);
        return bytes;
    }

    private static ByteBuffer cleared(ByteBuffer buffer, int bytes) {
        ByteBuffer fitting =
                buffer.capacity() >= bytes
                        ? buffer
                        : ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return fitting.clear();
    }
}
