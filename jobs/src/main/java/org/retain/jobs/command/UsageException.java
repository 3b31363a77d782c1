package org.retain.jobs.command;

/** A wrong command line or configuration file. Ends the command with exit code 2. */
public final class UsageException extends CommandException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
