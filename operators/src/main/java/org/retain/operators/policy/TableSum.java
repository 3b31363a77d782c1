package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The sum of the rows of a table that each frame names, f32[N, D], in the CPU's memory, with its
 * derivative written out. The frames name few of many rows: PyTorch would write every named row
 * before it adds them, or multiply by a matrix that is nearly all zeros.
 *
 * <p>Sums do not depend on the number of threads.
 */
final class TableSum {

    /** Frames that one core does before it takes others. */
    private static final int PART = 32;

    /** Columns of a derivative that one core does; a row of so many stays in the cache. */
    private static final int COLUMNS = 64;

    private final NDArray table;
    private final Rows rows;
    private final int frames;
    private final float factor;
    private final int width;

    private TableSum(NDArray table, Rows rows, int frames, float factor) {
        this.table = table;
        this.rows = rows;
        this.frames = frames;
        this.factor = factor;
        width = Math.toIntExact(table.getShape().get(1));
    }

    /** Which rows a frame names. */
    @FunctionalInterface
    interface Rows {

        /**
         * Lists them; a row may come more than once.
         *
         * @param target takes as many numbers as the table has rows
         * @return how many were listed
         */
        int list(int frame, int[] target);
    }

    /**
     * The sums.
     *
     * @param table f32[V, D], which gets its gradient when it asks for one
     * @param rows the same answers until gradients were taken
     * @param factor of each sum
     * @param recording what records, or null
     */
    static NDArray of(
            NDManager scope,
            NDArray table,
            Rows rows,
            int frames,
            float factor,
            Autograd recording) {
        TableSum sum = new TableSum(table, rows, frames, factor);
        NDArray result = NativeArrays.empty(scope, frames, sum.width);
        sum.forward(NativeArrays.floats(result));
        if (recording != null && table.hasGradient()) {
            result.setRequiresGradient(true);
            recording.onBackward(() -> sum.backward(result));
        }
        return result;
    }

    private void forward(FloatBuffer result) {
        FloatBuffer values = NativeArrays.floats(table);
        int entries = Math.toIntExact(table.getShape().get(0));
        // Rows are read when they are first named, by whichever thread.
        float[][] read = new float[entries][];
        IntStream parts = IntStream.range(0, (frames + PART - 1) / PART);
        (frames > PART ? parts.parallel() : parts)
                .forEach(
                        part -> {
                            int[] named = new int[entries];
                            float[] sum = new float[width];
                            int end = Math.min(frames, (part + 1) * PART);
                            for (int frame = part * PART; frame < end; frame++) {
                                int count = rows.list(frame, named);
                                Arrays.fill(sum, 0);
                                for (int i = 0; i < count; i++) {
                                    add(row(values, read, named[i]), sum);
                                }
                                for (int i = 0; i < width; i++) {
                                    sum[i] *= factor;
                                }
                                result.put(frame * width, sum);
                            }
                        });
    }

    private float[] row(FloatBuffer values, float[][] read, int index) {
        float[] row = read[index];
        if (row == null) {
            row = new float[width];
            values.get(index * width, row);
            read[index] = row;
        }
        return row;
    }

    private void backward(NDArray result) {
        int entries = Math.toIntExact(table.getShape().get(0));
        try (NDArray gradient = result.getGradient();
                NDArray ofTable = result.getManager().zeros(table.getShape(), DataType.FLOAT32)) {
            FloatBuffer from = NativeArrays.floats(gradient);
            FloatBuffer to = NativeArrays.floats(ofTable);
            IntStream.range(0, (width + COLUMNS - 1) / COLUMNS)
                    .parallel()
                    .forEach(piece -> backward(from, piece * COLUMNS, entries, to));
            Autograd.propagate(table, ofTable);
        }
    }

    private void backward(FloatBuffer gradient, int column, int entries, FloatBuffer ofTable) {
        int columns = Math.min(COLUMNS, width - column);
        float[][] sums = new float[entries][];
        float[] ofFrame = new float[columns];
        int[] named = new int[entries];
        for (int frame = 0; frame < frames; frame++) {
            gradient.get(frame * width + column, ofFrame);
            for (int i = 0; i < columns; i++) {
                ofFrame[i] *= factor;
            }
            int count = rows.list(frame, named);
            for (int i = 0; i < count; i++) {
                float[] sum = sums[named[i]];
                if (sum == null) {
                    sums[named[i]] = ofFrame.clone();
                } else {
                    add(ofFrame, sum);
                }
            }
        }
        for (int entry = 0; entry < entries; entry++) {
            if (sums[entry] != null) {
                ofTable.put(entry * width + column, sums[entry]);
            }
        }
    }

    /** One index for both, so that the JVM vectorises. */
    static void add(float[] addend, float[] sum) {
        int length = Math.min(addend.length, sum.length);
        for (int i = 0; i < length; i++) {
            sum[i] += addend[i];
        }
    }
}
