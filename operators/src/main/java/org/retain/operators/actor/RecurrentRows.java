package org.retain.operators.actor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.retain.operators.policy.NativeArrays;
import org.retain.operators.policy.RecurrentState;

/**
 * The recurrent state of each slot, h and c f32[N, H] in plain memory, and that of the rows which
 * are being answered. A slot's state moves on only when its row is {@link #keep kept}: an answer
 * that no action follows leaves it alone.
 */
final class RecurrentRows {

    private final int core;
    private final ByteBuffer h;
    private final ByteBuffer c;
    private final ByteBuffer stackedH;
    private final ByteBuffer stackedC;

    private int[] lengths = new int[0];

    RecurrentRows(int slots, int core) {
        this.core = core;
        h = zeros(slots);
        c = zeros(slots);
        stackedH = zeros(slots);
        stackedC = zeros(slots);
    }

    /** Units H; 0 for a policy without a core. */
    int core() {
        return core;
    }

    /** Zeroes a slot's state, as at the start of an episode. */
    void zero(int slot) {
        for (int i = slot * bytes(); i < (slot + 1) * bytes(); i += Float.BYTES) {
            h.putFloat(i, 0);
            c.putFloat(i, 0);
        }
    }

    /** A slot's h, in an array of its own. */
    float[] h(int slot) {
        return floats(h, slot);
    }

    /** A slot's c, in an array of its own. */
    float[] c(int slot) {
        return floats(c, slot);
    }

    /** Says which slots the rows are that come next. */
    void stack(int[] slots, int rows) {
        if (lengths.length != rows) {
            lengths = new int[rows];
            Arrays.fill(lengths, 1);
        }
        for (int row = 0; row < rows; row++) {
            stackedH.put(row * bytes(), h, slots[row] * bytes(), bytes());
            stackedC.put(row * bytes(), c, slots[row] * bytes(), bytes());
        }
    }

    /** One step of each row. */
    int[] lengths() {
        return lengths;
    }

    /** The rows' state before the step; null without a core. */
    RecurrentState before(NDManager scope) {
        if (core == 0) {
            return null;
        }
        return new RecurrentState(
                NativeArrays.copy(scope, stackedH, DataType.FLOAT32, lengths.length, core),
                NativeArrays.copy(scope, stackedC, DataType.FLOAT32, lengths.length, core));
    }

    /** Takes the rows' state after the step. */
    void after(RecurrentState state) {
        if (core > 0) {
            read(state.h(), stackedH);
            read(state.c(), stackedC);
        }
    }

    /** The row's state after the step becomes the slot's. */
    void keep(int row, int slot) {
        h.put(slot * bytes(), stackedH, row * bytes(), bytes());
        c.put(slot * bytes(), stackedC, row * bytes(), bytes());
    }

    private void read(NDArray array, ByteBuffer target) {
        ByteBuffer source = array.toByteBuffer(true);
        target.put(0, source, source.position(), lengths.length * bytes());
    }

    private float[] floats(ByteBuffer buffer, int slot) {
        float[] values = new float[core];
        buffer.slice(slot * bytes(), bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    private ByteBuffer zeros(int slots) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(slots, bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private int bytes() {
        return core * Float.BYTES;
    }
}
