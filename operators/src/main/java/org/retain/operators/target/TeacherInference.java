package org.retain.operators.target;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.Screens;

/** Answers the rows of a bundle in one call of the network. Not thread-safe. */
final class TeacherInference implements AutoCloseable {

    private final PolicyNetwork network;
    private final TargetType type;

    private ByteBuffer chars = ByteBuffer.allocateDirect(0);
    private ByteBuffer colors = ByteBuffer.allocateDirect(0);
    private ByteBuffer cursor = ByteBuffer.allocateDirect(0);
    private ByteBuffer previousActions = ByteBuffer.allocateDirect(0);
    private ByteBuffer h = ByteBuffer.allocateDirect(0);
    private ByteBuffer c = ByteBuffer.allocateDirect(0);

    /** Takes the network over: closing this closes it. */
    TeacherInference(PolicyNetwork network, TargetType type) {
        this.network = network;
        this.type = type;
    }

    /**
     * One row's answer, in memory of its own.
     *
     * @param logits [T, A] of the target type
     * @param state the teacher's state after the row's last step
     */
    record Answer(Tensor logits, TeacherState state) {}

    int actions() {
        return network.shape().actions();
    }

    TeacherState zeroState() {
        return TeacherState.zero(network.shape().core());
    }

    /**
     * Answers rows, the first {@code states.size()} of the list.
     *
     * @param states the teacher's state before each row
     */
    List<Answer> answer(List<ScreenRow> rows, List<TeacherState> states) {
        int count = states.size();
        int[] lengths = new int[count];
        int steps = 0;
        for (int row = 0; row < count; row++) {
            lengths[row] = rows.get(row).length();
            steps = Math.max(steps, lengths[row]);
        }
        fill(rows, states, steps);
        try (NDManager scope = network.newScope()) {
            Shape state = new Shape(count, network.shape().core());
            PolicyOutput output =
                    network.forward(
                            scope,
                            new PolicyInput(
                                    steps,
                                    count,
                                    new Screens(chars, colors, cursor, previousActions),
                                    null,
                                    lengths),
                            new RecurrentState(
                                    scope.create(h, state, DataType.FLOAT32),
                                    scope.create(c, state, DataType.FLOAT32)));
            return answers(output, lengths, steps);
        }
    }

    private void fill(List<ScreenRow> rows, List<TeacherState> states, int steps) {
        int count = states.size();
        int entries = steps * count;
        chars = cleared(chars, entries * ScreenRow.CELLS);
        colors = cleared(colors, entries * ScreenRow.CELLS);
        cursor = cleared(cursor, entries * 2 * Short.BYTES);
        previousActions = cleared(previousActions, entries);
        for (int step = 0; step < steps; step++) {
            for (int row = 0; row < count; row++) {
                // A row that has ended is padded with its last step: any valid input does.
                ScreenRow source = rows.get(row);
                int from = Math.min(step, source.length() - 1);
                source.putChars(chars, from);
                source.putColors(colors, from);
                source.putCursor(cursor, from);
                source.putPreviousAction(previousActions, from);
            }
        }
        int width = network.shape().core() * Float.BYTES;
        h = cleared(h, count * width);
        c = cleared(c, count * width);
        states.forEach(state -> h.put(state.h()));
        states.forEach(state -> c.put(state.c()));
        List.of(chars, colors, cursor, previousActions, h, c).forEach(ByteBuffer::flip);
    }

    private List<Answer> answers(PolicyOutput output, int[] lengths, int steps) {
        int actions = actions();
        ByteBuffer logits =
                output.logits()
                        .transpose(1, 0, 2)
                        .toType(type.dataType(), false)
                        .toByteBuffer(true);
        ByteBuffer outputH = output.state().h().toByteBuffer(true);
        ByteBuffer outputC = output.state().c().toByteBuffer(true);
        int stepBytes = actions * type.dataType().getNumOfBytes();
        int stateBytes = network.shape().core() * Float.BYTES;
        List<Answer> answers = new ArrayList<>();
        for (int row = 0; row < lengths.length; row++) {
            Tensor tensor =
                    new Tensor(
                            "logits",
                            type.tensorType(),
                            List.of(lengths[row], actions),
                            TensorCodec.RAW,
                            ByteBuffer.wrap(
                                    copy(
                                            logits,
                                            row * steps * stepBytes,
                                            lengths[row] * stepBytes)));
            answers.add(
                    new Answer(
                            tensor,
                            new TeacherState(
                                    copy(outputH, row * stateBytes, stateBytes),
                                    copy(outputC, row * stateBytes, stateBytes))));
        }
        return answers;
    }

    @Override
    public void close() {
        network.close();
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
