package org.retain.operators.actor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.environment.TensorSpec;
import org.retain.operators.policy.Screens;

/**
 * An environment of random observations, which depend on the episode's seed, the step and all
 * actions so far. An episode of seed s has 1 + s % longest steps; it terminates when s is even and
 * is cut off when s is odd. The place is the step divided by 3.
 */
public final class TestingEnvironment implements Environment {

    /** Numbers in a vector. */
    public static final int WIDTH = 3;

    private static final List<TensorSpec> SCREENS =
            List.of(
                    new TensorSpec(
                            "tty_chars", TensorType.U8, List.of(Screens.ROWS, Screens.COLUMNS)),
                    new TensorSpec(
                            "tty_colors", TensorType.I8, List.of(Screens.ROWS, Screens.COLUMNS)),
                    new TensorSpec("tty_cursor", TensorType.I16, List.of(2)));

    private final EnvironmentSpec spec;
    private final int longest;
    private final long[] seeds;
    private final long[] steps;
    private final long[] hashes;
    private final boolean[] playing;
    private final List<ByteBuffer> observations = new ArrayList<>();

    private boolean still;
    private boolean closed;

    private TestingEnvironment(
            int slots, int longest, List<TensorSpec> observed, ActionSpace actions) {
        spec = new EnvironmentSpec("testing", observed, actions, "third");
        this.longest = longest;
        seeds = new long[slots];
        steps = new long[slots];
        hashes = new long[slots];
        playing = new boolean[slots];
        observed.forEach(
                tensor ->
                        observations.add(
                                ByteBuffer.allocateDirect(slots * tensor.bytes())
                                        .order(ByteOrder.LITTLE_ENDIAN)));
    }

    /** Vectors of {@link #WIDTH} numbers. */
    public static TestingEnvironment ofVectors(int slots, int longest, ActionSpace actions) {
        TensorSpec vector = new TensorSpec("vector", TensorType.F32, List.of(WIDTH));
        return new TestingEnvironment(slots, longest, List.of(vector), actions);
    }

    /** Random terminals, 121 actions. */
    public static TestingEnvironment ofScreens(int slots, int longest) {
        return new TestingEnvironment(slots, longest, SCREENS, new ActionSpace.Discrete(121));
    }

    /** Blank terminals that cost nothing, for measurements; endless episodes. */
    public static TestingEnvironment ofStills(int slots) {
        TestingEnvironment made = ofScreens(slots, 1);
        made.still = true;
        return made;
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public EnvironmentSpec spec() {
        return spec;
    }

    @Override
    public int slots() {
        return seeds.length;
    }

    @Override
    public void reset(int slot, long seed) {
        seeds[slot] = seed;
        steps[slot] = 0;
        hashes[slot] = seed;
        playing[slot] = true;
        show(slot);
    }

    @Override
    public void step(BitSet slots, ByteBuffer actions) {
        slots.stream()
                .forEach(
                        slot -> {
                            if (!playing[slot]) {
                                throw new IllegalStateException("Slot %d is over".formatted(slot));
                            }
                            int bytes = spec.actions().bytes();
                            byte[] action = new byte[bytes];
                            actions.get(actions.position() + slot * bytes, action);
                            for (byte part : action) {
                                hashes[slot] = 31 * hashes[slot] + part;
                            }
                            steps[slot]++;
                            if (still) {
                                return;
                            }
                            playing[slot] = steps[slot] <= Math.floorMod(seeds[slot], longest);
                            show(slot);
                        });
    }

    private void show(int slot) {
        Random random = new Random(hashes[slot] * 1_000_003 + steps[slot]);
        for (int i = 0; i < observations.size(); i++) {
            TensorSpec tensor = spec.observations().get(i);
            ByteBuffer target = observations.get(i);
            for (int at = slot * tensor.bytes(); at < (slot + 1) * tensor.bytes(); at++) {
                switch (tensor.type()) {
                    case U8 -> target.put(at, (byte) (still ? ' ' : ' ' + random.nextInt(90)));
                    case I8 -> target.put(at, (byte) (still ? 0 : random.nextInt(16)));
                    case I16 -> {
                        target.putShort(at, (short) random.nextInt(Screens.ROWS));
                        at += Short.BYTES - 1;
                    }
                    default -> {
                        target.putFloat(at, (float) random.nextGaussian());
                        at += Float.BYTES - 1;
                    }
                }
            }
        }
    }

    @Override
    public ByteBuffer observation(int tensor) {
        return observations.get(tensor);
    }

    @Override
    public float reward(int slot) {
        return steps[slot] == 0 ? 0 : steps[slot] + seeds[slot] % 7;
    }

    @Override
    public boolean terminated(int slot) {
        return !playing[slot] && seeds[slot] % 2 == 0;
    }

    @Override
    public boolean truncated(int slot) {
        return !playing[slot] && seeds[slot] % 2 != 0;
    }

    @Override
    public int place(int slot) {
        return (int) steps[slot] / 3;
    }

    @Override
    public long clock(int slot) {
        return 10 * steps[slot];
    }

    @Override
    public Map<String, String> strata(int slot) {
        return Map.of("third", String.valueOf(place(slot)));
    }

    @Override
    public Map<String, Double> measures(int slot) {
        return Map.of("steps", (double) steps[slot]);
    }

    @Override
    public String ending(int slot) {
        return playing[slot] ? "" : seeds[slot] % 2 == 0 ? "died" : "step-limit";
    }

    @Override
    public void close() {
        closed = true;
    }
}
