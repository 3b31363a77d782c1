package org.retain.operators.environment.toy;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.retain.operators.environment.Environment;

/** Steps an environment with discrete actions. */
public final class TestingPlay {

    private TestingPlay() {}

    /** One step in one slot. */
    public static void step(Environment environment, int slot, int action) {
        ByteBuffer actions = ByteBuffer.allocate(environment.slots());
        actions.put(slot, (byte) action);
        BitSet slots = new BitSet();
        slots.set(slot);
        environment.step(slots, actions);
    }

    /**
     * The same action in several slots.
     *
     * @param bits slot 0 is the lowest
     */
    public static void stepAll(Environment environment, int bits, int action) {
        ByteBuffer actions = ByteBuffer.allocate(environment.slots());
        for (int slot = 0; slot < environment.slots(); slot++) {
            actions.put(slot, (byte) action);
        }
        environment.step(BitSet.valueOf(new long[] {bits}), actions);
    }
}
