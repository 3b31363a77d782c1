package org.retain.operators.environment.nethack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.TestingPython;

/** The same seeds and keys give what NLE's own environment gives, step by step. */
class NetHackEnvironmentITCase {

    private static final List<String> CHARACTERS =
            List.of(
                    "mon-hum-neu-mal",
                    "val-dwa-law-fem",
                    "wiz-elf-cha-mal",
                    "@",
                    "tou-hum-neu-fem",
                    "sam-hum-law-mal",
                    "arc-gno-neu-fem",
                    "pri-elf-cha-fem");
    private static final int STEPS = 12_000;
    private static final int MAX_STEPS = 1000;
    private static final int RECORD = 16 * Integer.BYTES + Float.BYTES + 1 + 5 * Double.BYTES;
    private static final List<String> SCORES =
            List.of("eating", "gold", "scout", "staircase", "staircase-pet");

    @TempDir private Path directory;

    private final Set<String> endings = new TreeSet<>();
    private int maxDepth;

    @Test
    void showsAndRewardsWhatNleDoes() throws IOException {
        byte[] actions = new byte[CHARACTERS.size() * STEPS];
        TestingKeys keys = new TestingKeys(7);
        for (int i = 0; i < actions.length; i++) {
            actions[i] = keys.next();
        }
        ByteBuffer trace = traceOfNle(actions);

        for (int index = 0; index < CHARACTERS.size(); index++) {
            compare(CHARACTERS.get(index), ByteBuffer.wrap(actions, index * STEPS, STEPS), trace);
        }

        assertThat(trace.hasRemaining()).isFalse();
        assertThat(endings).contains("died", "quit", "no-progress", "step-limit");
        assertThat(maxDepth).isGreaterThan(3);
    }

    private ByteBuffer traceOfNle(byte[] actions) throws IOException {
        Path input = Files.write(directory.resolve("actions"), actions);
        Path output = directory.resolve("trace");
        List<String> arguments =
                new ArrayList<>(
                        List.of(input.toString(), output.toString(), String.valueOf(STEPS)));
        arguments.addAll(CHARACTERS);
        TestingPython.install()
                .run(script("/environment/nle_trace.py"), arguments.toArray(String[]::new));
        return ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Slot 0 is compared; slot 1 plays another game to disturb it. */
    private void compare(String character, ByteBuffer actions, ByteBuffer trace) {
        NetHackFactory factory = TestingNetHack.factory(character, MAX_STEPS);
        NetHackSettings settings = TestingNetHack.settings(character, MAX_STEPS);
        try (NetHackEnvironment environment =
                NetHackEnvironment.create(
                        factory.spec(), settings, 2, EnumSet.allOf(GameField.class))) {
            BitSet both = new BitSet();
            both.set(0, 2);
            ByteBuffer pair = ByteBuffer.allocate(2);
            TestingKeys other = new TestingKeys(11);
            environment.reset(1, -1);
            boolean over = true;
            int episode = 0;
            for (int step = 0; step < STEPS; step++) {
                if (over) {
                    environment.reset(0, ++episode);
                    compareStep(character, episode, -1, environment, trace);
                }
                pair.put(0, actions.get(actions.position() + step)).put(1, other.next());
                environment.step(both, pair);
                compareStep(character, episode, step, environment, trace);
                over = environment.terminated(0) || environment.truncated(0);
                if (environment.terminated(1) || environment.truncated(1)) {
                    environment.reset(1, step);
                }
            }
        }
    }

    private void compareStep(
            String character,
            int episode,
            int step,
            NetHackEnvironment environment,
            ByteBuffer trace) {
        String where = "%s, episode %d, step %d".formatted(character, episode, step);
        int end = environment.terminated(0) ? 1 : environment.truncated(0) ? 2 : 0;
        int start = trace.position();
        assertThat(end).as(where).isEqualTo(trace.get(start + RECORD - 41));
        assertThat(environment.reward(0)).as(where).isEqualTo(trace.getFloat(start + RECORD - 45));
        for (GameField field : GameField.values()) {
            int expected = trace.getInt();
            // NLE quits a game that it cuts off at once: its buffers show that.
            if (end != 2) {
                assertThat(crc(environment, field)).as("%s, %s", where, field).isEqualTo(expected);
            }
        }
        if (end == 0 && step >= 0) {
            Map<String, Double> measures = environment.measures(0);
            for (int i = 0; i < SCORES.size(); i++) {
                assertThat(measures.get(SCORES.get(i)))
                        .as("%s, %s", where, SCORES.get(i))
                        .isEqualTo(trace.getDouble(start + RECORD - 40 + i * Double.BYTES));
            }
        }
        trace.position(start + RECORD);
        endings.add(environment.ending(0));
        maxDepth = Math.max(maxDepth, environment.place(0));
    }

    private static int crc(NetHackEnvironment environment, GameField field) {
        GameMemory memory = environment.memory(0);
        ByteBuffer bytes =
                switch (field) {
                    case TTY_CHARS -> environment.observation(0).slice(0, field.bytes());
                    case TTY_COLORS -> environment.observation(1).slice(0, field.bytes());
                    case TTY_CURSOR -> narrow(environment.observation(2));
                    default -> memory.bytes().slice(memory.offset(field), field.bytes());
                };
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static ByteBuffer narrow(ByteBuffer cursor) {
        return ByteBuffer.wrap(
                new byte[] {(byte) cursor.getShort(0), (byte) cursor.getShort(Short.BYTES)});
    }

    private static String script(String resource) throws IOException {
        try (InputStream in = NetHackEnvironmentITCase.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
