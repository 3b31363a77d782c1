package org.retain.operators.environment.worker;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.environment.TensorSpec;

/**
 * What the parent knows of all slots: their newest results, and whether an episode is under way.
 */
final class SlotTable {

    private enum Life {
        UNSTARTED,
        RUNNING,
        /** The worker has gone; the caller has not been told yet. */
        LOST,
        ENDED
    }

    private final EnvironmentSpec spec;
    private final Life[] lives;
    private final float[] rewards;
    private final byte[] flags;
    private final int[] places;
    private final long[] clocks;
    private final Facts[] facts;
    private final BitSet fresh = new BitSet();
    private final List<ByteBuffer> observations = new ArrayList<>();

    SlotTable(EnvironmentSpec spec, int slots) {
        this.spec = spec;
        lives = new Life[slots];
        Arrays.fill(lives, Life.UNSTARTED);
        rewards = new float[slots];
        flags = new byte[slots];
        places = new int[slots];
        Arrays.fill(places, -1);
        clocks = new long[slots];
        facts = new Facts[slots];
        Arrays.fill(facts, Facts.NONE);
        for (TensorSpec tensor : spec.observations()) {
            observations.add(
                    ByteBuffer.allocateDirect(Math.multiplyExact(slots, tensor.bytes()))
                            .order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    int size() {
        return lives.length;
    }

    ByteBuffer observation(int tensor) {
        return observations.get(tensor);
    }

    float reward(int slot) {
        return rewards[slot];
    }

    boolean terminated(int slot) {
        return (flags[slot] & StepResult.TERMINATED) != 0;
    }

    boolean truncated(int slot) {
        return (flags[slot] & StepResult.TRUNCATED) != 0;
    }

    int place(int slot) {
        return places[slot];
    }

    long clock(int slot) {
        return clocks[slot];
    }

    /** The newest facts that are known; {@link #fresh} says whether they are those of now. */
    Facts facts(int slot) {
        return facts[slot];
    }

    boolean fresh(int slot) {
        return fresh.get(slot);
    }

    void facts(int slot, Facts newest) {
        facts[slot] = newest;
        fresh.set(slot);
    }

    boolean lost(int slot) {
        return lives[slot] == Life.LOST;
    }

    boolean ended(int slot) {
        return lives[slot] == Life.ENDED;
    }

    /** Checks that these slots can take a step. */
    void checkUnderWay(BitSet slots) {
        if (slots.length() > lives.length) {
            throw new IndexOutOfBoundsException(
                    "Step in slot %d of %s, which has %d"
                            .formatted(slots.length() - 1, spec.name(), lives.length));
        }
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            if (lives[slot] != Life.RUNNING && lives[slot] != Life.LOST) {
                throw new IllegalStateException(
                        "Step in slot %d of %s, whose episode %s; reset it first"
                                .formatted(
                                        slot,
                                        spec.name(),
                                        ended(slot) ? "has ended" : "was never started"));
            }
        }
    }

    /** The slot's episode is given up for a new one. */
    void begin(int slot) {
        lives[slot] = Life.UNSTARTED;
        facts[slot] = Facts.NONE;
        fresh.set(slot);
    }

    /** The slot's worker has gone. */
    void lose(int slot) {
        if (lives[slot] == Life.RUNNING) {
            lives[slot] = Life.LOST;
            fresh.set(slot);
        }
    }

    /** Ends a lost episode where it was last seen. */
    void endLost(int slot) {
        lives[slot] = Life.ENDED;
        rewards[slot] = 0;
        flags[slot] = StepResult.TRUNCATED;
        facts(slot, facts[slot].withEnding(Environment.WORKER_LOST));
    }

    /** Takes over what came of a reset or a step of these slots. */
    void accept(StepResult result, BitSet expected) throws ProtocolException {
        if (!result.slots().equals(expected)) {
            throw new ProtocolException(
                    "Results of slots %s, expected those of %s"
                            .formatted(result.slots(), expected));
        }
        result.copyTo(this);
    }

    void put(int slot, float reward, byte flag, int place, long clock) {
        rewards[slot] = reward;
        flags[slot] = flag;
        places[slot] = place;
        clocks[slot] = clock;
        fresh.clear(slot);
        lives[slot] = flag == 0 ? Life.RUNNING : Life.ENDED;
    }

    /** Copies one row from the buffer's position on. */
    void putRow(int tensor, int slot, ByteBuffer from) {
        int bytes = spec.observations().get(tensor).bytes();
        observations.get(tensor).put(slot * bytes, from, from.position(), bytes);
        from.position(from.position() + bytes);
    }
}
