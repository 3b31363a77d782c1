package org.retain.operators.environment.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.retain.operators.environment.toy.TestingPlay.step;
import static org.retain.operators.environment.toy.TestingPlay.stepAll;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSelection;
import org.retain.operators.environment.toy.AppleRetrieval;

/** Tests for {@link IsolatedFactory}. */
class IsolatedFactoryTest {

    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    @Test
    void playsAsInProcess() {
        EnvironmentFactory factory = factory(Map.of());
        try (Environment isolated = factory.create(3);
                Environment here = new AppleRetrieval(4, 0.5, false, 100).create(3)) {
            assertThat(isolated.spec()).isEqualTo(here.spec());
            SplittableRandom random = new SplittableRandom(4);
            for (int slot = 0; slot < 3; slot++) {
                isolated.reset(slot, slot);
                here.reset(slot, slot);
            }
            for (int i = 0; i < 400; i++) {
                int slot = random.nextInt(3);
                int action = random.nextInt(4) == 0 ? LEFT : RIGHT;
                if (here.place(slot) == 2) {
                    action = 1 - action;
                }
                step(isolated, slot, action);
                step(here, slot, action);
                assertEqual(isolated, here);
                if (here.terminated(slot) || here.truncated(slot)) {
                    isolated.reset(slot, i);
                    here.reset(slot, i);
                }
            }
        }
    }

    @Test
    void aKilledChildCostsItsEpisodesOnly() throws Exception {
        try (WorkerEnvironment environment = create(factory(Map.of()), 3)) {
            environment.reset(0, 0);
            environment.reset(1, 1);
            stepAll(environment, 0b11, RIGHT);
            ProcessHandle child = ProcessHandle.of(environment.pid(0)).orElseThrow();
            child.destroyForcibly();
            child.onExit().get(30, TimeUnit.SECONDS);

            step(environment, 0, RIGHT);
            assertThat(environment.truncated(0)).isTrue();
            assertThat(environment.terminated(0)).isFalse();
            assertThat(environment.ending(0)).isEqualTo("worker-lost");
            assertThat(environment.reward(0)).isZero();
            assertThat(environment.clock(0)).isEqualTo(1);
            assertThat(environment.truncated(1)).as("not stepped yet").isFalse();
            assertThat(environment.ending(1)).isEmpty();

            environment.reset(0, 2);
            environment.reset(2, 3);
            stepAll(environment, 0b111, RIGHT);
            assertThat(environment.ending(1)).isEqualTo("worker-lost");
            assertThat(environment.reward(0)).isEqualTo(1);
            assertThat(environment.reward(2)).isEqualTo(1);
            assertThat(environment.restarts()).isEqualTo(1);
        }
    }

    @Test
    void factsOfAChildThatDiedAreTheLastKnown() throws Exception {
        try (WorkerEnvironment environment = create(factory(Map.of()), 1)) {
            environment.reset(0, 0);
            assertThat(environment.strata(0)).isEqualTo(Map.of("phase", "1"));
            step(environment, 0, RIGHT);
            kill(environment, 0);

            assertThat(environment.strata(0)).isEqualTo(Map.of("phase", "1"));
            step(environment, 0, RIGHT);
            assertThat(environment.ending(0)).isEqualTo("worker-lost");
        }
    }

    @Test
    void aChildThatHangsIsReplaced() throws Exception {
        try (WorkerEnvironment environment =
                create(factory(Map.of("environment.worker-timeout", "8 s")), 1)) {
            environment.reset(0, 0);
            long pid = environment.pid(0);
            new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();

            step(environment, 0, RIGHT);
            assertThat(environment.ending(0)).isEqualTo("worker-lost");
            environment.reset(0, 0);
            step(environment, 0, RIGHT);
            assertThat(environment.reward(0)).isEqualTo(1);
            assertThat(environment.restarts()).isPositive();
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void aRecycledChildEndsWithItsLastEpisode() throws Exception {
        try (WorkerEnvironment environment =
                create(factory(Map.of("environment.recycle-episodes", "2")), 2)) {
            environment.reset(0, 0);
            environment.reset(1, 0);
            ProcessHandle old = ProcessHandle.of(environment.pid(0)).orElseThrow();
            assertThat(environment.pid(1)).isEqualTo(old.pid());
            stepAll(environment, 0b11, RIGHT);

            environment.reset(1, 1);
            assertThat(environment.pid(1)).as("nobody waits").isEqualTo(old.pid());
            WorkerProcess successor = environment.successor().await();
            environment.reset(1, 1);
            assertThat(environment.pid(1)).isEqualTo(successor.pid()).isNotEqualTo(old.pid());
            stepAll(environment, 0b11, RIGHT);
            assertThat(environment.clock(0)).as("goes on").isEqualTo(2);
            assertThat(environment.clock(1)).isEqualTo(1);
            assertThat(old.isAlive()).isTrue();

            for (int action : new int[] {RIGHT, RIGHT, LEFT, LEFT, LEFT, LEFT}) {
                step(environment, 0, action);
            }
            assertThat(environment.ending(0)).isEqualTo("home");
            assertThat(environment.measures(0)).containsEntry("success", 1d);
            old.onExit().get(30, TimeUnit.SECONDS);
            environment.reset(0, 2);
            assertThat(environment.pid(0)).isEqualTo(environment.pid(1));
            assertThat(environment.restarts()).isZero();
        }
    }

    @Test
    void stepsOfWhatIsNotUnderWayReachNoChild() {
        try (WorkerEnvironment environment = create(factory(Map.of()), 1)) {
            assertThatThrownBy(() -> step(environment, 0, RIGHT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("never started");
            assertThat(environment.restarts()).isZero();
        }
    }

    @Test
    void travelsWithAJobAsSettingsOnly() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory(Map.of()));
        }
        try (ObjectInputStream in =
                        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
                Environment environment = ((EnvironmentFactory) in.readObject()).create(1)) {
            environment.reset(0, 0);
            assertThat(environment.observation(0).getFloat(0)).isEqualTo(-0.5f);
        }
    }

    @Test
    void childrenGetTheFilesOfAJobsClassLoader() throws IOException {
        URL jar = Path.of("/some where/job.jar").toUri().toURL();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar}, IsolatedFactoryTest.class.getClassLoader())) {
            assertThat(JvmLauncher.classPath(loader))
                    .startsWith("/some where/job.jar:")
                    .endsWith(System.getProperty("java.class.path"));
        }
    }

    @Test
    void aChildIsRecycledAgainAndAgain() throws Exception {
        try (WorkerEnvironment environment =
                create(factory(Map.of("environment.recycle-episodes", "1")), 1)) {
            Set<Long> pids = new HashSet<>();
            for (int generation = 0; generation < 3; generation++) {
                environment.reset(0, 0);
                pids.add(environment.pid(0));
                environment.reset(0, 0);
                environment.successor().await();
            }

            assertThat(pids).hasSize(3);
            environment.close();
            for (long pid : pids) {
                ProcessHandle.of(pid)
                        .ifPresent(child -> child.onExit().orTimeout(30, TimeUnit.SECONDS).join());
            }
        }
    }

    private static void kill(WorkerEnvironment environment, int slot) throws Exception {
        ProcessHandle child = ProcessHandle.of(environment.pid(slot)).orElseThrow();
        child.destroyForcibly();
        child.onExit().get(30, TimeUnit.SECONDS);
    }

    private static void assertEqual(Environment found, Environment expected) {
        ByteBuffer observation = found.observation(0).duplicate();
        assertThat(observation).isEqualTo(expected.observation(0));
        for (int slot = 0; slot < expected.slots(); slot++) {
            assertThat(found.reward(slot)).isEqualTo(expected.reward(slot));
            assertThat(found.terminated(slot)).isEqualTo(expected.terminated(slot));
            assertThat(found.truncated(slot)).isEqualTo(expected.truncated(slot));
            assertThat(found.place(slot)).isEqualTo(expected.place(slot));
            assertThat(found.clock(slot)).isEqualTo(expected.clock(slot));
            assertThat(found.strata(slot)).isEqualTo(expected.strata(slot));
            assertThat(found.measures(slot)).isEqualTo(expected.measures(slot));
            assertThat(found.ending(slot)).isEqualTo(expected.ending(slot));
        }
    }

    private static WorkerEnvironment create(EnvironmentFactory factory, int slots) {
        return ((IsolatedFactory) factory).create(slots);
    }

    private static EnvironmentFactory factory(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("environment.name", "apple-retrieval");
        all.put("environment.isolation", "process");
        all.put("environment.apple-retrieval.distance", "4");
        all.put("environment.apple-retrieval.scale", "0.5");
        return EnvironmentSelection.of(Configuration.fromMap(all));
    }
}
