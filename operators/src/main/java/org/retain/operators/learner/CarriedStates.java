package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.retain.datasets.segment.Segment;
import org.retain.operators.policy.NativeArrays;
import org.retain.operators.policy.RecurrentState;

/**
 * The student's recurrent state in each episode that is under way, carried from the batch that has
 * one of its segments to the batch that has the next: truncated back-propagation through time over
 * whole games. States are kept by the segment that comes next, so that pieces of one game may be
 * played side by side. One that was handed from a batch to the very next is forgotten then; what
 * stays is the ends of pieces, which the pieces after them begin from, also in a later pass. Of
 * those the oldest are forgotten beyond {@value #MAX_STATES} or, where that is more, the rows of a
 * batch.
 */
final class CarriedStates {

    private static final int MAX_STATES = 1024;

    private final int width;
    private final Map<String, float[]> states = new LinkedHashMap<>();

    CarriedStates(int width) {
        this.width = width;
    }

    /** States before the rows' first steps; zero where an episode begins or nothing is known. */
    RecurrentState before(NDManager scope, LearnerBatch batch) {
        float[] h = new float[batch.rows() * width];
        float[] c = new float[batch.rows() * width];
        for (int row = 0; row < batch.rows(); row++) {
            Segment segment = batch.segment(row);
            float[] state = states.get(key(segment, segment.getSegmentIndex()));
            if (state != null) {
                System.arraycopy(state, 0, h, row * width, width);
                System.arraycopy(state, width, c, row * width, width);
            }
        }
        return new RecurrentState(
                NativeArrays.of(scope, h, batch.rows(), width),
                NativeArrays.of(scope, c, batch.rows(), width));
    }

    /** True when a row that is shorter than the batch is not the last of its episode. */
    static boolean needsStateWithinRows(LearnerBatch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            Segment segment = batch.segment(row);
            if (segment.getLength() < batch.steps() && !ends(segment)) {
                return true;
            }
        }
        return false;
    }

    /** Keeps the states after the rows' last steps, and forgets those that they went on from. */
    void after(LearnerBatch batch, NDArray h, NDArray c) {
        forgetHandedOn(batch);
        float[] hs = h.toFloatArray();
        float[] cs = c.toFloatArray();
        for (int row = 0; row < batch.rows(); row++) {
            Segment segment = batch.segment(row);
            if (ends(segment)) {
                continue;
            }
            float[] state = new float[2 * width];
            System.arraycopy(hs, row * width, state, 0, width);
            System.arraycopy(cs, row * width, state, width, width);
            String key = key(segment, segment.getSegmentIndex() + 1);
            states.remove(key);
            states.put(key, state);
        }
        Iterator<String> oldest = states.keySet().iterator();
        int bound = Math.max(MAX_STATES, batch.rows());
        for (int surplus = states.size() - bound; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** The order alone tells what the last batch left, so that a checkpoint needs no more. */
    private void forgetHandedOn(LearnerBatch batch) {
        Set<String> handedOn = new HashSet<>();
        for (int row = 0; row < batch.rows(); row++) {
            Segment segment = batch.segment(row);
            handedOn.add(key(segment, segment.getSegmentIndex()));
        }
        handedOn.retainAll(
                states.keySet().stream()
                        .skip(Math.max(0, states.size() - batch.rows()))
                        .collect(Collectors.toSet()));
        states.keySet().removeAll(handedOn);
    }

    private static String key(Segment segment, int index) {
        return segment.getEpisodeId() + "#" + index;
    }

    private static boolean ends(Segment segment) {
        return segment.getTerminated() || segment.getTruncated();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(states.size());
        for (Map.Entry<String, float[]> state : states.entrySet()) {
            out.writeUTF(state.getKey());
            for (float value : state.getValue()) {
                out.writeFloat(value);
            }
        }
    }

    void read(DataInputStream in) throws IOException {
        states.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String key = in.readUTF();
            float[] state = new float[2 * width];
            for (int j = 0; j < state.length; j++) {
                state[j] = in.readFloat();
            }
            states.put(key, state);
        }
    }
}
