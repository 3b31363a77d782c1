package org.retain.operators.environment.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retain.datasets.TestingPython;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentException;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSelection;
import org.retain.operators.environment.TensorSpec;

/** {@link GymnasiumFactory} against the same environments stepped directly in Python. */
class GymnasiumFactoryITCase {

    /**
     * Arguments: module, id, seeds, steps. Prints for each episode and step: CRC-32 of all tensors,
     * reward, terminated, truncated. The actions are those of {@link #play}.
     */
    private static final String DIRECT =
            """
            import importlib, sys, warnings, zlib
            import gymnasium, numpy
            warnings.simplefilter("ignore")
            if sys.argv[1]:
                importlib.import_module(sys.argv[1])
            env = gymnasium.make(sys.argv[2])
            def crc(observation):
                names = env.observation_space
                parts = [observation[n] for n in names] if isinstance(observation, dict) else [observation]
                return zlib.crc32(b"".join(numpy.asarray(p).tobytes() for p in parts))
            for seed in map(int, sys.argv[3].split(",")):
                game = getattr(env.unwrapped, "nethack", None)
                if game is not None:
                    type(game).set_initial_seeds(game, seed, seed, False)
                observation, _ = env.reset(seed=seed)
                print(crc(observation), 0.0, 0, 0)
                for step in range(int(sys.argv[4])):
                    number = (step * 7 + seed) % 11
                    if hasattr(env.action_space, "n"):
                        action = number % int(env.action_space.n)
                    else:
                        low, high = env.action_space.low, env.action_space.high
                        action = (low.astype("f8") + numpy.float64(numpy.float32(number / 10))
                                  * (high.astype("f8") - low)).astype("f4")
                    observation, reward, terminated, truncated, _ = env.step(action)
                    print(crc(observation), float(numpy.float32(reward)), int(terminated),
                          int(truncated))
                    if terminated or truncated:
                        break
            """;

    private static TestingPython python;

    @BeforeAll
    static void install() {
        python = TestingPython.install();
    }

    @ParameterizedTest
    @CsvSource({
        "'', CartPole-v1, 300",
        "'', Pendulum-v1, 300",
        "nle, NetHackChallenge-v0, 400",
    })
    void playsAsDirectlyInPython(String module, String id, int steps) {
        long[] seeds = {3, 4, 1L << 40};

        List<String> expected =
                python.run(DIRECT, module, id, "3,4," + (1L << 40), Integer.toString(steps))
                        .lines()
                        .toList();
        List<String> found = new ArrayList<>();
        try (Environment environment = factory(id, module).create(2)) {
            for (long seed : seeds) {
                play(environment, seed, steps, found);
            }
        }

        assertThat(found).hasSameSizeAs(expected).hasSizeGreaterThan(20);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).split(" ")[0])
                    .as("observation %d", i)
                    .isEqualTo(expected.get(i).split(" ")[0]);
            assertThat(Float.parseFloat(found.get(i).split(" ")[1]))
                    .as("reward %d", i)
                    .isEqualTo(Float.parseFloat(expected.get(i).split(" ")[1]));
            assertThat(found.get(i).substring(found.get(i).length() - 3))
                    .as("flags %d", i)
                    .isEqualTo(expected.get(i).substring(expected.get(i).length() - 3));
        }
    }

    @Test
    void showsVectorsAndDictionariesAndTheirActions() {
        assertThat(factory("CartPole-v1", "").spec().observations())
                .containsExactly(new TensorSpec("vector", TensorType.F32, List.of(4)));
        assertThat(factory("CartPole-v1", "").spec().actions())
                .isEqualTo(new ActionSpace.Discrete(2));
        assertThat(factory("Pendulum-v1", "").spec().actions()).isEqualTo(new ActionSpace.Box(1));
        assertThat(factory("NetHackChallenge-v0", "nle").spec().observations())
                .contains(
                        new TensorSpec("tty_chars", TensorType.U8, List.of(24, 80)),
                        new TensorSpec("tty_colors", TensorType.I8, List.of(24, 80)),
                        new TensorSpec("glyphs", TensorType.I16, List.of(21, 79)),
                        new TensorSpec("blstats", TensorType.I64, List.of(27)));
    }

    @Test
    void showsNumbersOneHotAndInfoAsMeasures() {
        try (Environment environment =
                factory("FrozenLake-v1", "", "kwargs", "{\"is_slippery\": false}").create(1)) {
            environment.reset(0, 0);
            assertThat(environment.spec().observations())
                    .containsExactly(new TensorSpec("vector", TensorType.F32, List.of(16)));
            assertThat(hot(environment)).isZero();
            step(environment, new byte[] {1});
            assertThat(hot(environment)).isEqualTo(4);
            assertThat(environment.measures(0)).containsEntry("prob", 1d);
            step(environment, new byte[] {2});
            assertThat(environment.terminated(0)).as("a hole").isTrue();
            assertThat(environment.ending(0)).isEqualTo("terminated");
            assertThat(environment.clock(0)).isEqualTo(2);
        }
    }

    @Test
    void stepLimitsTruncate() {
        try (Environment environment =
                factory("Pendulum-v1", "", "kwargs", "{\"max_episode_steps\": 2}").create(1)) {
            environment.reset(0, -1);
            step(environment, new byte[4]);
            assertThat(environment.truncated(0)).isFalse();
            step(environment, new byte[4]);
            assertThat(environment.truncated(0)).isTrue();
            assertThat(environment.terminated(0)).isFalse();
            assertThat(environment.ending(0)).isEqualTo("truncated");
        }
    }

    @Test
    void aKilledPythonCostsItsEpisodesOnly() throws Exception {
        try (WorkerEnvironment environment =
                (WorkerEnvironment) factory("CartPole-v1", "").create(1)) {
            environment.reset(0, 1);
            ProcessHandle child = ProcessHandle.of(environment.pid(0)).orElseThrow();
            child.destroyForcibly();
            child.onExit().get(30, TimeUnit.SECONDS);

            step(environment, new byte[] {1});
            assertThat(environment.ending(0)).isEqualTo("worker-lost");
            environment.reset(0, 1);
            step(environment, new byte[] {1});
            assertThat(environment.reward(0)).isEqualTo(1);
        }
    }

    @Test
    void refusesSpacesItCannotShowByName() {
        assertThatThrownBy(() -> factory("Blackjack-v1", "").create(1))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("Gymnasium environment Blackjack-v1 cannot be started")
                .hasMessageContaining("Observation space observation: Tuple(");
    }

    @Test
    void tellsWhatGymnasiumSaysOfAnIdThatItDoesNotKnow() {
        assertThatThrownBy(() -> factory("CartPool-v1", "").create(1))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("gymnasium.make('CartPool-v1'")
                .hasMessageContaining("CartPole");
        assertThatThrownBy(() -> factory("CartPole-v1", "no_such_module").create(1))
                .hasMessageContaining("environment.gymnasium.import")
                .hasMessageContaining("no_such_module");
    }

    @Test
    void saysHowToInstallGymnasiumWhereItIsMissing(@TempDir Path directory) {
        python.run(
                "import sys, venv; venv.create(sys.argv[1], with_pip=False)", directory.toString());
        String bare = directory.resolve("bin/python").toString();

        assertThatThrownBy(() -> factory("CartPole-v1", "", "python", bare).spec())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("No module named 'gymnasium'")
                .hasMessageContaining(bare + " -m pip install gymnasium")
                .hasMessageContaining("environment.gymnasium.python");
    }

    @Test
    void refusesKeywordArgumentsThatAreNoObject() {
        assertThatThrownBy(() -> factory("CartPole-v1", "", "kwargs", "[1]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("environment.gymnasium.kwargs");
    }

    private static void play(Environment environment, long seed, int steps, List<String> lines) {
        environment.reset(1, seed);
        lines.add(line(environment));
        for (int step = 0; step < steps; step++) {
            int number = (int) ((step * 7 + seed) % 11);
            if (environment.spec().actions() instanceof ActionSpace.Discrete discrete) {
                step(environment, new byte[] {0, (byte) (number % discrete.count())});
            } else {
                float share = number / 10f;
                byte[] action =
                        ByteBuffer.allocate(8)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putFloat(4, 2 * share - 1)
                                .array();
                step(environment, action);
            }
            lines.add(line(environment));
            if (environment.terminated(1) || environment.truncated(1)) {
                return;
            }
        }
    }

    /** Steps the last slot. */
    private static void step(Environment environment, byte[] actions) {
        BitSet slots = new BitSet();
        slots.set(environment.slots() - 1);
        environment.step(slots, ByteBuffer.wrap(actions).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static String line(Environment environment) {
        CRC32 crc = new CRC32();
        List<TensorSpec> tensors = environment.spec().observations();
        for (int i = 0; i < tensors.size(); i++) {
            int bytes = tensors.get(i).bytes();
            crc.update(environment.observation(i).slice(bytes, bytes));
        }
        return "%d %s %d %d"
                .formatted(
                        crc.getValue(),
                        environment.reward(1),
                        environment.terminated(1) ? 1 : 0,
                        environment.truncated(1) ? 1 : 0);
    }

    private static int hot(Environment environment) {
        for (int i = 0; i < 16; i++) {
            if (environment.observation(0).getFloat(i * Float.BYTES) == 1) {
                return i;
            }
        }
        return -1;
    }

    private static EnvironmentFactory factory(String id, String module, String... more) {
        Map<String, String> options = new HashMap<>();
        options.put("environment.name", "gymnasium");
        options.put("environment.gymnasium.id", id);
        options.put("environment.gymnasium.python", python.interpreter().toString());
        if (!module.isEmpty()) {
            options.put("environment.gymnasium.import", module);
        }
        for (int i = 0; i < more.length; i += 2) {
            options.put("environment.gymnasium." + more[i], more[i + 1]);
        }
        return EnvironmentSelection.of(Configuration.fromMap(options));
    }
}
