package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;
import org.retain.datasets.segment.Segment;
import org.retain.operators.policy.Encodings;
import org.retain.operators.policy.NativeArrays;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.Screens;
import org.retain.operators.policy.Vectors;

/** An assembled batch as the learner reads it: T steps of B rows, time-major. */
public final class LearnerBatch {

    private final TrainingBatch batch;
    private final int steps;
    private final int rows;

    LearnerBatch(TrainingBatch batch) {
        this.batch = batch;
        SafetensorsEntry valid = batch.tensors().get("valid");
        steps = valid.shape().get(0);
        rows = valid.shape().get(1);
    }

    /** Time steps T. */
    public int steps() {
        return steps;
    }

    /** Rows B. */
    public int rows() {
        return rows;
    }

    /** What fills a row. */
    public Segment segment(int row) {
        return batch.rows().get(row).segment();
    }

    /** Whether the batch has a tensor; names as {@code BatchAssembly} gives them. */
    public boolean has(String tensor) {
        return batch.tensors().containsKey(tensor);
    }

    /** Number of valid steps in all rows. */
    long frames() {
        return Arrays.stream(lengths()).asLongStream().sum();
    }

    /** Steps of each row. */
    int[] lengths() {
        int[] lengths = new int[rows];
        data("length").order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(lengths);
        return lengths;
    }

    /** Which of the steps [T, B] the losses of a role count: in the loss mask, in rows of it. */
    public boolean[] mask(boolean demonstrations) {
        boolean[] loss = flags("loss");
        boolean[] demonstration = flags("demonstration");
        for (int i = 0; i < loss.length; i++) {
            loss[i] &= demonstration[i % rows] == demonstrations;
        }
        return loss;
    }

    /** Booleans of a tensor. */
    public boolean[] flags(String tensor) {
        ByteBuffer data = data(tensor);
        boolean[] flags = new boolean[data.remaining()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = data.get(data.position() + i) != 0;
        }
        return flags;
    }

    /** f32 values of a tensor. */
    double[] doubles(String tensor) {
        float[] floats = floats(tensor);
        double[] values = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    private float[] floats(String tensor) {
        ByteBuffer data = data(tensor);
        float[] floats = new float[data.remaining() / Float.BYTES];
        data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    /** i64 values of a tensor. */
    long[] longs(String tensor) {
        ByteBuffer data = data(tensor);
        long[] longs = new long[data.remaining() / Long.BYTES];
        data.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(longs);
        return longs;
    }

    /** A tensor of floats as f32 in the scope; f16 is widened. */
    NDArray array(NDManager scope, String tensor) {
        SafetensorsEntry entry = batch.tensors().get(tensor);
        long[] axes = entry.shape().stream().mapToLong(Integer::longValue).toArray();
        boolean half = entry.type() == SafetensorsType.F16;
        return NativeArrays.copy(
                        scope, entry.data(), half ? DataType.FLOAT16 : DataType.FLOAT32, axes)
                .toType(DataType.FLOAT32, false);
    }

    /** The actions i64[T, B] of a discrete policy. */
    public NDArray actions(NDManager scope) {
        ByteBuffer data = data("actions");
        long[] actions = new long[steps * rows];
        for (int i = 0; i < actions.length; i++) {
            actions[i] = data.get(data.position() + i) & 0xFF;
        }
        return scope.create(actions, new Shape(steps, rows));
    }

    /**
     * Checks that a policy of so many actions has all that were taken.
     *
     * @throws IllegalArgumentException naming one that it has not
     */
    public void requireActionsBelow(int count) {
        ByteBuffer data = data("actions");
        for (int i = 0; i < data.remaining(); i++) {
            int action = data.get(data.position() + i) & 0xFF;
            if (action >= count) {
                Segment segment = segment(i % rows);
                throw new IllegalArgumentException(
                        "Segment %d of %s has action %d, the policy has %d actions; train a policy with the actions of the data"
                                .formatted(
                                        segment.getSegmentIndex(),
                                        segment.getEpisodeId(),
                                        action,
                                        count));
            }
        }
    }

    /** Booleans [T, B] as an array. */
    NDArray mask(NDManager scope, boolean[] mask) {
        return scope.create(mask, new Shape(steps, rows));
    }

    /** Numbers [T, B] as f32. */
    NDArray values(NDManager scope, double[] values) {
        float[] floats = new float[steps * rows];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return NativeArrays.of(scope, floats, steps, rows);
    }

    /**
     * What the policy reads.
     *
     * @param lengths valid steps of each row
     */
    PolicyInput input(int[] lengths) {
        return new PolicyInput(steps, rows, observations(), data("first_of_episode"), lengths);
    }

    private Observations observations() {
        for (Map.Entry<String, SafetensorsEntry> tensor : batch.tensors().entrySet()) {
            String name = tensor.getKey();
            if (name.startsWith(RowUnpacking.OBSERVATIONS)
                    && Encodings.isName(name.substring(RowUnpacking.OBSERVATIONS.length()))) {
                return new Encodings(
                        name.substring(RowUnpacking.OBSERVATIONS.length()),
                        tensor.getValue().shape().get(2),
                        data(name));
            }
        }
        if (has("observations.vector")) {
            return new Vectors(data("observations.vector"));
        }
        return new Screens(
                data("observations.tty_chars"),
                data("observations.tty_colors"),
                data("observations.tty_cursor"),
                data("previous_actions"));
    }

    /**
     * The bytes of a tensor, little-endian and row-major.
     *
     * @throws IllegalArgumentException when the batch has none of this name
     */
    public ByteBuffer data(String tensor) {
        SafetensorsEntry entry = batch.tensors().get(tensor);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "The batch has no tensor %s, which the learner needs; found %s"
                            .formatted(tensor, batch.tensors().keySet()));
        }
        return entry.data().duplicate();
    }
}
