package org.retain.operators.target;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.RecurrentState;

/**
 * A discrete teacher that reads encodings and makes those that segments do not bring, all of a
 * bundle in one call of its encoder. Not thread-safe.
 */
final class EncodingTeacher implements Teacher {

    private final PolicyNetwork network;
    private final List<ByteBuffer> joined = new ArrayList<>();

    /** Takes the network over: closing this closes it. */
    EncodingTeacher(PolicyNetwork network) {
        this.network = network;
    }

    @Override
    public EncodingRow newRow() {
        return new EncodingRow(network);
    }

    @Override
    public int core() {
        return network.shape().core();
    }

    @Override
    public void prepare(List<TeacherRow> rows, int count) {
        List<EncodingRow> raw = new ArrayList<>();
        int frames = 0;
        for (TeacherRow row : rows.subList(0, count)) {
            if (row instanceof EncodingRow encoding && encoding.observed() != null) {
                raw.add(encoding);
                frames += encoding.length() + 1;
            }
        }
        if (raw.isEmpty()) {
            return;
        }
        join(raw, frames);
        try (NDManager scope = network.newScope()) {
            ByteBuffer encoded =
                    network.encode(scope, raw.get(0).observed().observations(joined), frames)
                            .toByteBuffer(true);
            raw.forEach(row -> row.take(encoded));
        }
    }

    /** Lays the rows' observations behind each other, [N, ...] in each buffer. */
    private void join(List<EncodingRow> rows, int frames) {
        int columns = rows.get(0).observed().columns().size();
        for (int i = 0; i < columns; i++) {
            if (joined.size() == i) {
                joined.add(ByteBuffer.allocateDirect(0));
            }
            int bytes = frames * rows.get(0).observed().columns().get(i).entryBytes();
            ByteBuffer target =
                    joined.get(i).capacity() >= bytes
                            ? joined.get(i).clear()
                            : ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (EncodingRow row : rows) {
                StepColumn column = row.observed().columns().get(i);
                target.put(column.data(), 0, (row.length() + 1) * column.entryBytes());
            }
            joined.set(i, target.flip());
        }
    }

    @Override
    public NDManager newScope() {
        return network.newScope();
    }

    @Override
    public Output forward(NDManager scope, PolicyInput input, RecurrentState state) {
        return DiscreteTeacher.forward(network, scope, input, state);
    }

    @Override
    public void close() {
        network.close();
    }
}
