package org.retain.operators.environment.nethack;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import org.retain.operators.environment.Environment;

/** Plays some steps; also as a class of another class loader and as a process that just exits. */
public final class TestingEpisode implements Callable<Long> {

    /** Leaves an environment open. */
    public static void main(String[] arguments) {
        Environment environment = TestingNetHack.factory(TestingNetHack.MONK, 1000).create(3);
        play(environment, 3);
        System.out.println("played");
        System.exit(0);
    }

    /** Checksum of all screens of one episode. */
    @Override
    public Long call() {
        try (Environment environment =
                TestingNetHack.factory(TestingNetHack.MONK, 1000).create(1)) {
            return play(environment, 5);
        }
    }

    /** Plays slot 0 with a seed; the checksum of its screens. */
    static long play(Environment environment, long seed) {
        TestingKeys keys = new TestingKeys(seed);
        CRC32 crc = new CRC32();
        ByteBuffer action = ByteBuffer.allocate(environment.slots());
        BitSet slot = new BitSet();
        slot.set(0);
        environment.reset(0, seed);
        for (int step = 0; step < 300; step++) {
            environment.step(slot, action.put(0, keys.next()));
            crc.update(environment.observation(0).slice(0, GameField.TTY_CHARS.bytes()));
            if (environment.terminated(0) || environment.truncated(0)) {
                break;
            }
        }
        return crc.getValue();
    }
}
