package org.retain.operators.environment.toy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Map;
import java.util.function.Supplier;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentSpec;

/** Episodes of a toy problem side by side; its observation is one vector, its actions discrete. */
final class ToyEnvironment implements Environment {

    private final EnvironmentSpec spec;
    private final int actions;
    private final Supplier<ToyEpisode> start;
    private final ToyEpisode[] episodes;
    private final float[] rewards;
    private final int width;
    private final ByteBuffer observation;

    ToyEnvironment(EnvironmentSpec spec, int slots, Supplier<ToyEpisode> start) {
        if (slots < 1) {
            throw new IllegalArgumentException(
                    "%d slots of %s, at least 1 is needed".formatted(slots, spec.name()));
        }
        this.spec = spec;
        this.actions = ((ActionSpace.Discrete) spec.actions()).count();
        this.start = start;
        this.episodes = new ToyEpisode[slots];
        this.rewards = new float[slots];
        this.width = spec.observations().get(0).size();
        this.observation =
                ByteBuffer.allocateDirect(slots * width * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public EnvironmentSpec spec() {
        return spec;
    }

    @Override
    public int slots() {
        return episodes.length;
    }

    @Override
    public void reset(int slot, long seed) {
        episodes[slot] = start.get();
        rewards[slot] = 0;
        observe(slot);
    }

    @Override
    public void step(BitSet slots, ByteBuffer given) {
        slots.stream().forEach(slot -> check(slot, given));
        slots.stream()
                .forEach(
                        slot -> {
                            rewards[slot] = episodes[slot].step(action(slot, given));
                            observe(slot);
                        });
    }

    @Override
    public ByteBuffer observation(int tensor) {
        if (tensor != 0) {
            throw new IndexOutOfBoundsException(
                    "Observation tensor %d of %s, which has one".formatted(tensor, spec.name()));
        }
        return observation;
    }

    @Override
    public float reward(int slot) {
        return rewards[slot];
    }

    @Override
    public boolean terminated(int slot) {
        return begun(slot) && episodes[slot].terminated();
    }

    @Override
    public boolean truncated(int slot) {
        return begun(slot) && episodes[slot].truncated();
    }

    @Override
    public int place(int slot) {
        return begun(slot) ? episodes[slot].place() : -1;
    }

    @Override
    public long clock(int slot) {
        return begun(slot) ? episodes[slot].steps() : 0;
    }

    @Override
    public Map<String, String> strata(int slot) {
        return begun(slot) ? Map.of(spec.place(), Integer.toString(place(slot))) : Map.of();
    }

    @Override
    public Map<String, Double> measures(int slot) {
        return begun(slot) ? episodes[slot].measures() : Map.of();
    }

    @Override
    public String ending(int slot) {
        return begun(slot) ? episodes[slot].ending() : "";
    }

    @Override
    public void close() {}

    private boolean begun(int slot) {
        return episodes[slot] != null;
    }

    private void check(int slot, ByteBuffer given) {
        if (slot >= episodes.length) {
            throw new IndexOutOfBoundsException(
                    "Step in slot %d of %s, which has %d"
                            .formatted(slot, spec.name(), episodes.length));
        }
        if (!begun(slot) || terminated(slot) || truncated(slot)) {
            throw new IllegalStateException(
                    "Step in slot %d of %s, whose episode %s; reset it first"
                            .formatted(
                                    slot,
                                    spec.name(),
                                    begun(slot) ? "has ended" : "was never started"));
        }
        int action = action(slot, given);
        if (action >= actions) {
            throw new IllegalArgumentException(
                    "Action %d in slot %d of %s, expected 0 to %d"
                            .formatted(action, slot, spec.name(), actions - 1));
        }
    }

    private static int action(int slot, ByteBuffer given) {
        return Byte.toUnsignedInt(given.get(given.position() + slot));
    }

    private void observe(int slot) {
        ByteBuffer row =
                observation
                        .slice(slot * width * Float.BYTES, width * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        episodes[slot].observe(row.asFloatBuffer());
    }
}
