package org.retain.jobs.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a command line did, run as {@code ./retain} runs it but within the test's JVM.
 *
 * @param exitCode the exit code
 * @param out all of standard output
 * @param err all of standard error
 */
public record TestingRun(int exitCode, String out, String err) {

    /** Runs {@code ./retain} with this one command. */
    public static TestingRun of(Command command, String... args) {
        return of(List.of(command), new StopToken(), args);
    }

    /** Runs {@code ./retain} with these commands, which the token can stop. */
    public static TestingRun of(List<Command> commands, StopToken stop, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(print(out), print(err), false, false);
        int exitCode = new Launcher(commands, console, stop).execute(args);
        return new TestingRun(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** The last line of standard output. */
    public String lastLine() {
        List<String> lines = out.lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
