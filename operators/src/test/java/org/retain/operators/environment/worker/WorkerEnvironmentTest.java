package org.retain.operators.environment.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.retain.operators.environment.toy.TestingPlay.step;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.operators.environment.EnvironmentException;
import org.retain.operators.environment.worker.TestingWorker.Fault;

/** Tests for {@link WorkerEnvironment}, whose child processes fail in every way. */
class WorkerEnvironmentTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void saysWhatAChildPrintedThatEndedAtOnce() {
        assertThatThrownBy(() -> start(Fault.ENDS_AT_ONCE, LONG))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("Faulty environment cannot be started")
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("This child ENDS_AT_ONCE");
    }

    @Test
    void waitsForAChildNoLongerThanItIsTold() {
        assertThatThrownBy(() -> start(Fault.NEVER_CONNECTS, Duration.ofSeconds(2)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(
                        "did not connect within PT2S (option environment.worker-timeout)");
    }

    @Test
    void refusesAChildThatTalksNonsense() {
        assertThatThrownBy(() -> start(Fault.TALKS_NONSENSE, LONG))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("type 32, expected 1 to 7");
    }

    @Test
    void keepsItsFilesWhereTheyBelongAlsoWhenThatIsTooLongForASocket(@TempDir Path directory)
            throws Exception {
        Path configured = Files.createDirectory(directory.resolve("a".repeat(100)));
        String before = System.setProperty("java.io.tmpdir", configured.toString());
        try (WorkerEnvironment environment = start(Fault.DIES_AT_STEP, LONG)) {
            environment.reset(0, 0);

            assertThat(configured)
                    .isDirectoryContaining(
                            path -> path.getFileName().toString().startsWith("retain-worker-"));
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
        assertThat(configured).isEmptyDirectory();
    }

    @Test
    void aChildDeletesOnlyWhatWasMadeForIt(@TempDir Path directory) throws Exception {
        Path own = Files.createDirectory(directory.resolve("retain-worker-1"));
        Path other = Files.createDirectory(directory.resolve("somebody's"));

        WorkerMain.deleteOwn(own);
        WorkerMain.deleteOwn(other);
        WorkerMain.deleteOwn(Path.of("/"));

        assertThat(own).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void givesUpAResetThatEveryChildDiesOf() {
        try (WorkerEnvironment environment = start(Fault.DIES_AT_RESET, LONG)) {
            assertThatThrownBy(() -> environment.reset(0, 0))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("failed 3 times in a row")
                    .hasMessageContaining("environment.worker-failures")
                    .hasMessageContaining("Dies at reset");
            assertThat(environment.restarts()).isEqualTo(3);
        }
    }

    @Test
    void losesEpisodesAndThenGivesUpWhereEveryStepFails() {
        try (WorkerEnvironment environment = start(Fault.DIES_AT_STEP, LONG)) {
            for (int episode = 0; episode < 2; episode++) {
                environment.reset(1, 0);
                step(environment, 1, 1);
                assertThat(environment.truncated(1)).isTrue();
                assertThat(environment.ending(1)).isEqualTo("worker-lost");
            }
            environment.reset(1, 0);
            assertThatThrownBy(() -> step(environment, 1, 1))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("failed 3 times in a row");
        }
    }

    @Test
    void childEndsWhenItsParentDies(@TempDir Path directory) throws Exception {
        Process parent =
                new ProcessBuilder(TestingWorker.java(directory, TestingWorker.Parent.class))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String printed = new String(parent.getInputStream().readAllBytes()).strip();

        long child = Long.parseLong(printed.substring(printed.lastIndexOf('\n') + 1));
        ProcessHandle.of(child)
                .ifPresent(handle -> handle.onExit().orTimeout(30, TimeUnit.SECONDS).join());
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static WorkerEnvironment start(Fault fault, Duration timeout) {
        return new WorkerEnvironment(
                new TestingWorker.Launcher(fault), 2, new WorkerSettings(timeout, 3, 100));
    }
}
