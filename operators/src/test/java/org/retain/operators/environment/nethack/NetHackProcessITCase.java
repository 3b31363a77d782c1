package org.retain.operators.environment.nethack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.operators.environment.Environment;

/** Games leave the process and the machine as they were. */
class NetHackProcessITCase {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final int SPACE = 107;
    private static final int QUIT = 65;
    private static final int YES = 7;
    private static final int UP = 16;
    private static final long STAIRS_IN_SIGHT = 6243;
    private static final int[] DESCEND = {93, 17, 18, SPACE, 17, SPACE};

    @TempDir private Path directory;

    @Test
    void leavesNothingBehind() throws IOException {
        new TestingEpisode().call();
        long descriptors = descriptors();
        long directories = directories(ProcessHandle.current().pid()).size();

        for (int round = 0; round < 20; round++) {
            try (Environment environment = create(3)) {
                TestingEpisode.play(environment, round);
                assertThat(directories(ProcessHandle.current().pid()))
                        .hasSize((int) directories + 3);
            }
        }

        assertThat(directories(ProcessHandle.current().pid())).hasSize((int) directories);
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 2);
    }

    @Test
    void leavesNothingBehindWhenTheProcessExitsWithoutClosing() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                TestingEpisode.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(directory.resolve("log"))).isZero();
        assertThat(directories(process.pid())).isEmpty();
    }

    @Test
    void playsInTwoClassLoadersAtOnce() throws Exception {
        URL[] classPath =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(NetHackProcessITCase::url)
                        .toArray(URL[]::new);
        long expected = new TestingEpisode().call();
        try (Environment open = create(1);
                URLClassLoader loader =
                        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            open.reset(0, 1);
            Class<?> other = loader.loadClass(TestingEpisode.class.getName());
            assertThat(other).isNotEqualTo(TestingEpisode.class);
            Callable<?> episode = (Callable<?>) other.getConstructor().newInstance();

            assertThat(episode.call()).isEqualTo(expected);
            step(open, SPACE);
            assertThat(open.ending(0)).isEmpty();
        }
    }

    @Test
    void endsTheEpisodeAndNotTheProcessWhenNetHackCannotGoOn() throws IOException {
        try (Environment environment = create(1)) {
            environment.reset(0, STAIRS_IN_SIGHT);
            for (int round = 0; round < 5 && environment.place(0) == 1; round++) {
                for (int action : DESCEND) {
                    step(environment, action);
                }
            }
            assertThat(environment.place(0)).isEqualTo(2);
            for (Path game : directories(ProcessHandle.current().pid())) {
                Files.write(game.resolve("1lock.1"), new byte[0]);
            }

            step(environment, UP);

            assertThat(environment.ending(0)).isEqualTo("panicked");
            assertThat(environment.terminated(0)).isFalse();
            assertThat(environment.truncated(0)).isTrue();
            environment.reset(0, 1);
            step(environment, SPACE);
            assertThat(environment.ending(0)).isEmpty();
        }
    }

    @Test
    void leavesTheSignalsToJava() {
        long before = handler(Libc.SIGHUP);
        try (Environment environment = create(1)) {
            environment.reset(0, 1);
            step(environment, QUIT);
            step(environment, YES);

            assertThat(environment.ending(0)).isEqualTo("quit");
            assertThat(handler(Libc.SIGHUP)).isEqualTo(before);
            assertThat(handler(Libc.SIGXCPU)).isNotEqualTo(Libc.SIG_IGN);
        }
    }

    private static Environment create(int slots) {
        return TestingNetHack.factory(TestingNetHack.MONK, 100_000).create(slots);
    }

    private static void step(Environment environment, int action) {
        BitSet slot = new BitSet();
        slot.set(0);
        ByteBuffer actions = ByteBuffer.allocate(environment.slots());
        environment.step(slot, actions.put(0, (byte) action));
    }

    private static long handler(int signal) {
        Memory action = new Memory(Libc.SIGACTION_BYTES);
        Libc.sigaction(signal, Pointer.NULL, action);
        return action.getLong(0);
    }

    private static List<Path> directories(long process) throws IOException {
        try (Stream<Path> files = Files.list(TEMPORARY)) {
            String prefix = GameDirectory.PREFIX + process + "-";
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
