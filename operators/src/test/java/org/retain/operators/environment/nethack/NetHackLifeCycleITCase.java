package org.retain.operators.environment.nethack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.operators.environment.Environment;

/** Games come and go without a trace, and none harms another or the process. */
class NetHackLifeCycleITCase {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final int SPACE = 107;
    private static final int QUIT = 65;
    private static final int YES = 7;
    private static final int UP = 16;
    private static final long STAIRS_IN_SIGHT = 6243;
    private static final int[] DESCEND = {93, 17, 18, SPACE, 17, SPACE};

    @TempDir private Path directory;

    @Test
    void refusesAStepUntilTheNextReset() {
        try (Environment environment = create(2)) {
            assertThatThrownBy(() -> step(environment, SPACE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("slot 0, whose episode was never started");

            environment.reset(0, 1);
            step(environment, QUIT);
            step(environment, YES);

            assertThat(environment.terminated(0)).isTrue();
            assertThat(environment.truncated(0)).isFalse();
            assertThat(environment.ending(0)).isEqualTo("quit");
            assertThatThrownBy(() -> step(environment, SPACE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has ended: quit");

            environment.reset(0, 1);
            step(environment, SPACE);

            assertThat(environment.ending(0)).isEmpty();
            assertThat(environment.terminated(0)).isFalse();
        }
    }

    @Test
    void leavesAllSlotsAloneWhenOneActionIsWrong() {
        try (Environment environment = create(2)) {
            environment.reset(0, 1);
            environment.reset(1, 1);
            BitSet both = new BitSet();
            both.set(0, 2);

            assertThatThrownBy(
                            () ->
                                    environment.step(
                                            both, ByteBuffer.wrap(new byte[] {75, (byte) 121})))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Action 121 in slot 1, expected 0 to 120");
            assertThat(environment.clock(0)).isEqualTo(1);
        }
    }

    @Test
    void refusesEverythingAfterClosing() {
        Environment environment = create(1);
        environment.reset(0, 1);
        environment.close();
        environment.close();

        assertThatThrownBy(() -> step(environment, SPACE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> environment.reset(0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void playsTheSameEpisodeAgainWhateverWasPlayedBefore() {
        try (Environment environment = create(1)) {
            long first = TestingEpisode.play(environment, 5);
            TestingEpisode.play(environment, 6);

            assertThat(TestingEpisode.play(environment, 5)).isEqualTo(first);
            assertThat(TestingEpisode.play(environment, 7)).isNotEqualTo(first);
        }
    }

    @Test
    void playsSixteenGamesSideBySide() {
        int slots = 16;
        try (Environment many = create(slots);
                Environment one = create(1)) {
            List<TestingKeys> keys = new ArrayList<>();
            for (int slot = 0; slot < slots; slot++) {
                many.reset(slot, slot);
                keys.add(new TestingKeys(slot));
            }
            ByteBuffer actions = ByteBuffer.allocate(slots);
            BitSet running = new BitSet();
            running.set(0, slots);
            for (int step = 0; step < 100; step++) {
                for (int slot = 0; slot < slots; slot++) {
                    actions.put(slot, keys.get(slot).next());
                }
                many.step(running, actions);
                for (int slot = 0; slot < slots; slot++) {
                    running.set(slot, running.get(slot) && many.ending(slot).isEmpty());
                }
            }
            for (int slot = 0; slot < slots; slot++) {
                one.reset(0, slot);
                TestingKeys again = new TestingKeys(slot);
                for (int step = 0; step < 100 && one.ending(0).isEmpty(); step++) {
                    step(one, again.next());
                }
                for (int tensor = 0; tensor < 3; tensor++) {
                    int bytes = one.spec().observations().get(tensor).bytes();
                    assertThat(many.observation(tensor).slice(slot * bytes, bytes))
                            .isEqualTo(one.observation(tensor).slice(0, bytes));
                }
                assertThat(many.measures(slot)).isEqualTo(one.measures(0));
            }
        }
    }

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
                        .map(NetHackLifeCycleITCase::url)
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
        long before = handler();
        try (Environment environment = create(1)) {
            environment.reset(0, 1);
            step(environment, QUIT);
            step(environment, YES);

            assertThat(environment.ending(0)).isEqualTo("quit");
            assertThat(handler()).isEqualTo(before);
        }
    }

    @Test
    void playsFromACopyInAFileWhereMemoryIsNotExecutable() throws IOException {
        NetHackInstallation installation = NetHackInstallation.locate(null);
        Set<GameField> fields = EnumSet.allOf(GameField.class);
        GameMemory memory = new GameMemory(fields);
        try (GameDirectory files = GameDirectory.create(installation.data());
                NativeGame game =
                        new NativeGame(
                                GameLibrary.copyToFile(installation.library(), files.path()),
                                memory)) {
            GameSettings settings = new GameSettings(files.path(), TestingNetHack.MONK);
            settings.seed(1);
            game.start(settings, null);
            game.press(' ');

            assertThat(game.running()).isTrue();
            assertThat(game.role()).isEqualTo("Mon");
            game.end();
            assertThatThrownBy(() -> game.press(' ')).isInstanceOf(IllegalStateException.class);
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

    private static long handler() {
        Memory action = new Memory(Libc.SIGACTION_BYTES);
        Libc.sigaction(Libc.SIGHUP, Pointer.NULL, action);
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
