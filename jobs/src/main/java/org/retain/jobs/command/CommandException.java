package org.retain.jobs.command;

/**
 * An expected failure. Its message is all that the user sees, so it says what was found, what was
 * expected, where, and what to do. Ends the command with exit code 1.
 */
public class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
