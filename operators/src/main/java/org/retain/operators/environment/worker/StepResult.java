package org.retain.operators.environment.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentSpec;

/**
 * The payload of a RESULT: checked as a whole before any of it counts.
 *
 * @param slots whose results it tells
 * @param payload all of it
 * @param facts where slots have ended, in their order
 */
record StepResult(EnvironmentSpec spec, BitSet slots, ByteBuffer payload, List<Facts> facts) {

    static final byte TERMINATED = 1;
    static final byte TRUNCATED = 2;

    /** slot, reward, flags, place, clock. */
    private static final int HEAD =
            Integer.BYTES + Float.BYTES + Byte.BYTES + Integer.BYTES + Long.BYTES;

    private static final int FLAGS = Integer.BYTES + Float.BYTES;

    /**
     * Most bytes that a result of this many slots can have.
     *
     * @throws ArithmeticException when they are too many for one message
     */
    static int limit(EnvironmentSpec spec, int slots) {
        int one = Math.addExact(rowBytes(spec), HEAD + Integer.BYTES + Facts.LIMIT);
        return Math.addExact(Integer.BYTES, Math.multiplyExact(slots, one));
    }

    /** Sends the results of these slots. */
    static void begin(FrameChannel channel, Environment environment, BitSet slots) {
        EnvironmentSpec spec = environment.spec();
        int count = slots.cardinality();
        List<byte[]> facts =
                slots.stream()
                        .filter(slot -> flags(environment, slot) != 0)
                        .mapToObj(slot -> Facts.of(environment, slot).encode())
                        .toList();
        int length =
                Integer.BYTES
                        + count * (HEAD + rowBytes(spec))
                        + facts.stream().mapToInt(one -> Integer.BYTES + one.length).sum();
        ByteBuffer payload = channel.begin(MessageType.RESULT, length);
        payload.putInt(count);
        slots.stream()
                .forEach(
                        slot ->
                                payload.putInt(slot)
                                        .putFloat(environment.reward(slot))
                                        .put(flags(environment, slot))
                                        .putInt(environment.place(slot))
                                        .putLong(environment.clock(slot)));
        for (int tensor = 0; tensor < spec.observations().size(); tensor++) {
            int bytes = spec.observations().get(tensor).bytes();
            ByteBuffer rows = environment.observation(tensor);
            for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
                payload.put(payload.position(), rows, slot * bytes, bytes);
                payload.position(payload.position() + bytes);
            }
        }
        facts.forEach(one -> payload.putInt(one.length).put(one));
    }

    /** Reads what was received. */
    static StepResult read(EnvironmentSpec spec, ByteBuffer payload) throws ProtocolException {
        int length = payload.remaining();
        int count = length < Integer.BYTES ? -1 : payload.getInt(0);
        long fixed = Integer.BYTES + (long) count * (HEAD + rowBytes(spec));
        if (count < 0 || fixed > length) {
            throw new ProtocolException(
                    "A result of %d bytes for %d slots".formatted(length, count));
        }
        BitSet slots = new BitSet();
        int ended = 0;
        int previous = -1;
        for (int i = 0; i < count; i++) {
            int head = Integer.BYTES + i * HEAD;
            int slot = payload.getInt(head);
            byte flags = payload.get(head + FLAGS);
            if (slot <= previous || slot > 1 << 20 || (flags & ~(TERMINATED | TRUNCATED)) != 0) {
                throw new ProtocolException(
                        "A result of slot %d, flags %d, after that of slot %d"
                                .formatted(slot, flags, previous));
            }
            previous = slot;
            slots.set(slot);
            ended += flags == 0 ? 0 : 1;
        }
        List<Facts> facts = facts(payload.slice((int) fixed, length - (int) fixed), ended);
        return new StepResult(spec, slots, payload, facts);
    }

    void copyTo(SlotTable table) {
        int ended = 0;
        payload.position(Integer.BYTES);
        for (int i = 0; i < slots.cardinality(); i++) {
            int slot = payload.getInt();
            float reward = payload.getFloat();
            byte flags = payload.get();
            table.put(slot, reward, flags, payload.getInt(), payload.getLong());
            if (flags != 0) {
                table.facts(slot, facts.get(ended++));
            }
        }
        for (int tensor = 0; tensor < spec.observations().size(); tensor++) {
            for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
                table.putRow(tensor, slot, payload);
            }
        }
    }

    private static List<Facts> facts(ByteBuffer rest, int count) throws ProtocolException {
        rest.order(ByteOrder.LITTLE_ENDIAN);
        List<Facts> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw new ProtocolException(
                        "Facts of %d bytes at the end of a result, which has %d left"
                                .formatted(length, rest.remaining()));
            }
            facts.add(Facts.decode(UTF_8.decode(rest.slice(rest.position(), length)).toString()));
            rest.position(rest.position() + length);
        }
        if (rest.hasRemaining()) {
            throw new ProtocolException(
                    "%d bytes too many in a result".formatted(rest.remaining()));
        }
        return facts;
    }

    private static byte flags(Environment environment, int slot) {
        int terminated = environment.terminated(slot) ? TERMINATED : 0;
        int truncated = environment.truncated(slot) ? TRUNCATED : 0;
        return (byte) (terminated | truncated);
    }

    private static int rowBytes(EnvironmentSpec spec) {
        return spec.observations().stream()
                .mapToInt(tensor -> tensor.bytes())
                .reduce(0, Math::addExact);
    }
}
