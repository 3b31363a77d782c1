package org.retain.operators.environment.nethack;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.retain.datasets.nld.NetHackActions;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentException;
import org.retain.operators.environment.EnvironmentSpec;

/** NetHack in this process. The library writes screens straight into the observations' buffers. */
final class NetHackEnvironment implements Environment {

    private static final int CHARS = 0;
    private static final int COLORS = 1;
    private static final int CURSOR = 2;

    private final EnvironmentSpec spec;
    private final List<ByteBuffer> observations = new ArrayList<>();
    private final List<GameMemory> memories = new ArrayList<>();
    private final NetHackSlot[] slots;
    private final ByteBuffer cursors;
    private boolean closed;

    private NetHackEnvironment(EnvironmentSpec spec, int slots) {
        this.spec = spec;
        this.slots = new NetHackSlot[slots];
        spec.observations()
                .forEach(
                        tensor ->
                                observations.add(
                                        ByteBuffer.allocateDirect(
                                                        Math.multiplyExact(slots, tensor.bytes()))
                                                .order(ByteOrder.LITTLE_ENDIAN)));
        cursors = observations.get(CURSOR);
    }

    static NetHackEnvironment create(EnvironmentSpec spec, NetHackSettings settings, int slots) {
        return create(spec, settings, slots, Set.of());
    }

    /** With buffers for fields beyond those that it reads itself. */
    static NetHackEnvironment create(
            EnvironmentSpec spec, NetHackSettings settings, int slots, Set<GameField> more) {
        NetHackInstallation installation = NetHackInstallation.locate(settings.library());
        GameLibrary.checkNativeAccess();
        NetHackEnvironment environment = new NetHackEnvironment(spec, slots);
        try {
            environment.fill(installation, settings, more);
        } catch (IOException e) {
            environment.close();
            throw new EnvironmentException(
                    "NetHack's temporary files cannot be made: %s; expected a java.io.tmpdir with"
                                    .formatted(e)
                            + " room for about 1 MB a slot",
                    e);
        } catch (RuntimeException e) {
            environment.close();
            throw e;
        }
        return environment;
    }

    private void fill(
            NetHackInstallation installation, NetHackSettings settings, Set<GameField> more)
            throws IOException {
        Set<GameField> fields = EnumSet.copyOf(NetHackSlot.FIELDS);
        fields.addAll(more);
        for (int slot = 0; slot < slots.length; slot++) {
            GameMemory memory = new GameMemory(fields);
            memory.redirect(GameField.TTY_CHARS, address(CHARS, slot));
            memory.redirect(GameField.TTY_COLORS, address(COLORS, slot));
            memories.add(memory);
            slots[slot] = new NetHackSlot(installation, settings, memory);
        }
    }

    private long address(int tensor, int slot) {
        Pointer base = Native.getDirectBufferPointer(observations.get(tensor));
        return Pointer.nativeValue(base) + (long) slot * spec.observations().get(tensor).bytes();
    }

    @Override
    public EnvironmentSpec spec() {
        return spec;
    }

    @Override
    public int slots() {
        return slots.length;
    }

    @Override
    public void reset(int slot, long seed) {
        if (closed) {
            throw new IllegalStateException("The environment is closed");
        }
        slots[slot].reset(seed);
        showCursor(slot);
    }

    @Override
    public void step(BitSet running, ByteBuffer actions) {
        int first = actions.position();
        for (int slot = running.nextSetBit(0); slot >= 0; slot = running.nextSetBit(slot + 1)) {
            check(slot, actions.get(first + slot) & 0xff);
        }
        for (int slot = running.nextSetBit(0); slot >= 0; slot = running.nextSetBit(slot + 1)) {
            slots[slot].step(actions.get(first + slot) & 0xff);
            showCursor(slot);
        }
    }

    private void check(int slot, int action) {
        if (!slots[slot].playing()) {
            throw new IllegalStateException(
                    "A step in slot %d, whose episode %s; reset it first"
                            .formatted(
                                    slot,
                                    slots[slot].ending().isEmpty()
                                            ? "was never started"
                                            : "has ended: " + slots[slot].ending()));
        }
        if (action >= NetHackActions.COUNT) {
            throw new IllegalArgumentException(
                    "Action %d in slot %d, expected 0 to %d"
                            .formatted(action, slot, NetHackActions.COUNT - 1));
        }
    }

    private void showCursor(int slot) {
        ByteBuffer bytes = memories.get(slot).bytes();
        int from = memories.get(slot).offset(GameField.TTY_CURSOR);
        int to = slot * 2 * Short.BYTES;
        cursors.putShort(to, (short) (bytes.get(from) & 0xff));
        cursors.putShort(to + Short.BYTES, (short) (bytes.get(from + 1) & 0xff));
    }

    @Override
    public ByteBuffer observation(int tensor) {
        return observations.get(tensor);
    }

    /** What the library wrote for a slot. */
    GameMemory memory(int slot) {
        return memories.get(slot);
    }

    @Override
    public float reward(int slot) {
        return slots[slot].reward();
    }

    @Override
    public boolean terminated(int slot) {
        return slots[slot].terminated();
    }

    @Override
    public boolean truncated(int slot) {
        return slots[slot].truncated();
    }

    @Override
    public int place(int slot) {
        return slots[slot].place();
    }

    @Override
    public long clock(int slot) {
        return slots[slot].turn();
    }

    @Override
    public Map<String, String> strata(int slot) {
        return slots[slot].strata();
    }

    @Override
    public Map<String, Double> measures(int slot) {
        return slots[slot].figures();
    }

    @Override
    public String ending(int slot) {
        return slots[slot].ending();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (NetHackSlot slot : slots) {
            if (slot != null) {
                slot.close();
            }
        }
    }
}
