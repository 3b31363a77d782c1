package org.retain.jobs.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.LoggerFactory;

/** Tells the user what went wrong; the stack trace goes to the log. */
final class Failure {

    private final Console console;
    private final boolean json;

    Failure(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    /** Shows a wrong command line. */
    int misuse(UsageException e, int exitCode) {
        print(e.getMessage());
        return exitCode;
    }

    /** Shows a failure: an expected one by its message alone. */
    void show(Command command, Throwable e, Path log, boolean verbose) {
        LoggerFactory.getLogger(command.getClass()).info("{} failed", command.name(), e);
        Optional<CommandException> expected =
                ExceptionUtils.findThrowable(e, CommandException.class);
        print(expected.map(Throwable::getMessage).orElseGet(() -> unexpected(command, e, log)));
        if (verbose) {
            e.printStackTrace(console.err());
        }
    }

    private static String unexpected(Command command, Throwable e, Path log) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message =
                root.getMessage() == null
                        ? root.getClass().getName()
                        : "%s: %s".formatted(root.getClass().getSimpleName(), root.getMessage());
        return "%s failed: %s%nThe whole stack trace is in %s"
                .formatted(command.name(), message, log);
    }

    private void print(String message) {
        console.err().println(message);
        if (json) {
            console.out()
                    .println(
                            new ObjectMapper().createObjectNode().put("error", message).toString());
        }
    }
}
