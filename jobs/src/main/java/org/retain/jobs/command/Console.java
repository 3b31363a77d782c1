package org.retain.jobs.command;

import java.io.PrintStream;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}.
 *
 * @param out for results
 * @param err for progress and messages
 * @param outIsTerminal whether a person reads {@code out} as it is written
 * @param errIsTerminal whether a person reads {@code err} as it is written
 */
public record Console(
        PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {

    /** The console of this process; the launcher script tells which streams are terminals. */
    public static Console ofProcess() {
        boolean console = System.console() != null;
        return new Console(
                System.out,
                System.err,
                property("retain.terminal.out", console),
                property("retain.terminal.err", console));
    }

    /** The same console with results among the messages, so that one JSON line can be alone. */
    Console withResultsOnErr() {
        return new Console(err, err, errIsTerminal, errIsTerminal);
    }

    private static boolean property(String name, boolean otherwise) {
        String value = System.getProperty(name);
        return value == null ? otherwise : Boolean.parseBoolean(value);
    }
}
