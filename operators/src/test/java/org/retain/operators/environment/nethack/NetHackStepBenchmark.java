package org.retain.operators.environment.nethack;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.retain.operators.environment.Environment;

/**
 * Steps per second of one slot on one thread, resets excluded. {@code
 * infra/benchmark/environment.sh} runs it beside NLE on the same games.
 *
 * <p>Arguments: {@code plan FILE STEPS} plays games that end by NetHack's rules alone and writes
 * them down; {@code play FILE PASSES} plays them again, so many times to warm up and once by the
 * clock.
 */
final class NetHackStepBenchmark {

    private record Game(long seed, byte[] actions) {}

    private NetHackStepBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        NetHackSettings settings =
                new NetHackSettings(
                        null, "val-dwa-law-fem", Integer.MAX_VALUE, Integer.MAX_VALUE, null);
        Path file = Path.of(arguments[1]);
        try (Environment environment = new NetHackFactory(settings).create(1)) {
            if (arguments[0].equals("plan")) {
                write(plan(environment, Integer.parseInt(arguments[2])), file);
            } else {
                List<Game> games = read(file);
                for (int pass = 0; pass < Integer.parseInt(arguments[2]); pass++) {
                    play(environment, games);
                }
                System.out.printf("%.0f%n", play(environment, games));
            }
        }
    }

    private static List<Game> plan(Environment environment, int steps) {
        List<Game> games = new ArrayList<>();
        TestingKeys keys = new TestingKeys(1);
        int left = steps;
        while (left > 0) {
            byte[] actions = new byte[left];
            for (int i = 0; i < left; i++) {
                actions[i] = keys.next();
            }
            long seed = games.size() + 1L;
            int played = play(environment, seed, actions);
            games.add(new Game(seed, Arrays.copyOf(actions, played)));
            left -= played;
        }
        return games;
    }

    private static double play(Environment environment, List<Game> games) {
        long steps = 0;
        long nanoseconds = 0;
        for (Game game : games) {
            environment.reset(0, game.seed());
            long start = System.nanoTime();
            steps += step(environment, game.actions());
            nanoseconds += System.nanoTime() - start;
        }
        return steps * 1e9 / nanoseconds;
    }

    private static int play(Environment environment, long seed, byte[] actions) {
        environment.reset(0, seed);
        return step(environment, actions);
    }

    private static int step(Environment environment, byte[] actions) {
        BitSet slot = new BitSet();
        slot.set(0);
        ByteBuffer action = ByteBuffer.allocateDirect(1);
        for (int i = 0; i < actions.length; i++) {
            action.put(0, actions[i]);
            environment.step(slot, action);
            if (environment.terminated(0) || environment.truncated(0)) {
                return i + 1;
            }
        }
        return actions.length;
    }

    private static void write(List<Game> games, Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(games.size());
            for (Game game : games) {
                out.writeLong(game.seed());
                out.writeInt(game.actions().length);
                out.write(game.actions());
            }
        }
    }

    private static List<Game> read(Path file) throws IOException {
        List<Game> games = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                games.add(new Game(in.readLong(), in.readNBytes(in.readInt())));
            }
        }
        return games;
    }
}
