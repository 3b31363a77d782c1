package org.retain.operators.environment.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.retain.operators.environment.toy.TestingPlay.step;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentSelection;

/** NetHack in a child JVM. */
class NetHackIsolationITCase {

    @Test
    void playsAsInProcessUnderTheSameOptions() {
        try (Environment here = create("in-process");
                Environment isolated = create("process")) {
            assertThat(isolated.spec()).isEqualTo(here.spec());
            here.reset(1, 42);
            isolated.reset(1, 42);
            SplittableRandom random = new SplittableRandom(1);
            int steps = 0;
            while (!here.terminated(1) && !here.truncated(1)) {
                int action = random.nextInt(121);
                step(here, 1, action);
                step(isolated, 1, action);
                steps++;
                for (int tensor = 0; tensor < here.spec().observations().size(); tensor++) {
                    assertThat(isolated.observation(tensor))
                            .as("tensor %d after step %d", tensor, steps)
                            .isEqualTo(here.observation(tensor));
                }
                assertThat(isolated.reward(1)).isEqualTo(here.reward(1));
                assertThat(isolated.place(1)).isEqualTo(here.place(1));
                assertThat(isolated.clock(1)).isEqualTo(here.clock(1));
                assertThat(isolated.terminated(1)).isEqualTo(here.terminated(1));
                assertThat(isolated.truncated(1)).isEqualTo(here.truncated(1));
            }

            assertThat(steps).as("nethack.max-steps").isBetween(2, 300);
            assertThat(isolated.ending(1)).isEqualTo(here.ending(1)).isNotEmpty();
            assertThat(isolated.measures(1)).isEqualTo(here.measures(1)).isNotEmpty();
            assertThat(isolated.strata(1)).isEqualTo(here.strata(1));
        }
    }

    @Test
    void aNativeFaultCostsItsEpisodesOnlyAndLeavesNoFiles(@TempDir Path temporary)
            throws Exception {
        String before = System.setProperty("java.io.tmpdir", temporary.toString());
        try (WorkerEnvironment environment = (WorkerEnvironment) create("process")) {
            environment.reset(0, 1);
            assertThat(temporary).isNotEmptyDirectory();
            ProcessHandle child = ProcessHandle.of(environment.pid(0)).orElseThrow();
            new ProcessBuilder("kill", "-SEGV", Long.toString(child.pid())).start().waitFor();
            child.onExit().get(60, TimeUnit.SECONDS);
            Files.delete(temporary.resolve("retain-worker-hs_err_%d.log".formatted(child.pid())));

            step(environment, 0, 0);
            assertThat(environment.ending(0)).isEqualTo("worker-lost");
            environment.reset(0, 1);
            step(environment, 0, 0);
            assertThat(environment.truncated(0)).isFalse();
            assertThat(environment.restarts()).isEqualTo(1);
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    private static Environment create(String isolation) {
        Map<String, String> options = new HashMap<>();
        options.put("environment.name", "nethack");
        options.put("environment.isolation", isolation);
        options.put("nethack.max-steps", "300");
        return EnvironmentSelection.of(Configuration.fromMap(options)).create(2);
    }
}
