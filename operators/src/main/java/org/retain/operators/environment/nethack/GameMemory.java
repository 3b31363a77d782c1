package org.retain.operators.environment.nethack;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * The {@code nle_obs} of one slot and the buffers that it names: what the library writes after each
 * key. Zeroed once and never replaced: the library rewrites only what changed.
 */
final class GameMemory {

    private static final int ALIGNMENT = 64;
    private static final int NOT_WRITTEN = -1;

    private final ByteBuffer memory;
    private final long address;
    private final int[] offsets = new int[GameField.values().length];

    /** Allocates buffers for these fields. */
    GameMemory(Set<GameField> fields) {
        int size = aligned(GameField.STRUCT_BYTES);
        for (GameField field : GameField.values()) {
            offsets[field.ordinal()] = -1;
            if (fields.contains(field)) {
                offsets[field.ordinal()] = size;
                size += aligned(field.bytes());
            }
        }
        memory = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
        address = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
        for (GameField field : fields) {
            memory.putLong(field.pointer(), address + offset(field));
        }
    }

    /** Has a field written to a buffer of somebody else's, who keeps it alive. */
    void redirect(GameField field, long target) {
        memory.putLong(field.pointer(), target);
    }

    /** All of it: {@code nle_obs} at position 0, the buffers at their {@link #offset}. */
    ByteBuffer bytes() {
        return memory;
    }

    /** Where a field's buffer begins; -1 when it was not allocated. */
    int offset(GameField field) {
        return offsets[field.ordinal()];
    }

    /** Address of {@code nle_obs}. */
    long address() {
        return address;
    }

    /** Forgets how the last game ended. */
    void clearEnd() {
        memory.putInt(GameField.DONE, 0);
        memory.put(GameField.IN_NORMAL_GAME, (byte) 0);
        memory.putInt(GameField.HOW_DONE, NOT_WRITTEN);
    }

    boolean done() {
        return memory.getInt(GameField.DONE) != 0;
    }

    /** Whether map and status are shown; they are zeroed otherwise. */
    boolean inNormalGame() {
        return memory.get(GameField.IN_NORMAL_GAME) != 0;
    }

    private static int aligned(int bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
