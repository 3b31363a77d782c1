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

    /** The same action in all slots. */
    public static void stepAll(Environment environment, int action) {
        ByteBuffer actions = ByteBuffer.allocate(environment.slots());
        BitSet slots = new BitSet();
        for (int slot = 0; slot < environment.slots(); slot++) {
            actions.put(slot, (byte) action);
            slots.set(slot);
        }
        environment.step(slots, actions);
    }
}
