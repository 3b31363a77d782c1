package org.retain.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class StopSignalsITCase {

    @TempDir private Path state;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void endsTheCommandBeforeTheJvm(String signal, int exitCode) throws Exception {
        Process process = start("tidy");
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("running");

        send(signal, process);

        assertThat(out.lines().toList()).containsExactly("cancelled", "tidied up");
        assertThat(process.waitFor()).isEqualTo(exitCode);
        assertThat(process.errorReader(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Stopping; once more to stop at once", "tidy stopped before its end");
    }

    @Test
    void theSecondSignalEndsACommandThatWillNotStop() throws Exception {
        Process process = start("stubborn");
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("running");

        send("INT", process);
        assertThat(err.readLine()).startsWith("Stopping;");
        assertThat(process.isAlive()).isTrue();
        send("INT", process);

        assertThat(process.waitFor()).isEqualTo(130);
    }

    @Test
    void withoutASignalTheExitCodeIsThatOfTheCommand() throws Exception {
        Process process = start("nonsense");

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
    }

    private Process start(String command) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        // A build in the background of a script has INT ignored, and so its
                        // children.
                        "env",
                        "--default-signal=INT",
                        java,
                        "-Dretain.state=" + state,
                        "-cp",
                        System.getProperty("java.class.path").replace(File.pathSeparator, ":"),
                        Program.class.getName(),
                        command)
                .start();
    }

    private static void send(String signal, Process process) throws Exception {
        Process kill =
                new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** What {@code ./retain} is, with two commands that run until they are stopped. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            Console console = Console.ofProcess();
            StopToken stop = new StopToken();
            StopSignals signals = StopSignals.install(stop, console.err());
            List<Command> commands =
                    List.of(
                            new TestingCommand("tidy", (configuration, c) -> tidy(c)),
                            new TestingCommand("stubborn", (configuration, c) -> stubborn(c)));
            System.exit(signals.exitCode(new Launcher(commands, console, stop).execute(args)));
        }

        private static Summary tidy(CommandContext context) throws InterruptedException {
            context.stop().whenRequested(() -> context.out().println("cancelled"));
            context.out().println("running");
            while (!context.stop().await(Duration.ofSeconds(1))) {}
            // Long enough for a JVM that did not wait to be gone.
            Thread.sleep(300);
            context.out().println("tidied up");
            throw new StoppedException();
        }

        private static Summary stubborn(CommandContext context) throws InterruptedException {
            context.out().println("running");
            Thread.sleep(Duration.ofMinutes(5).toMillis());
            return new Summary();
        }
    }
}
