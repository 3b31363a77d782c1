package org.retain.operators.environment;

/** An environment cannot be started or cannot go on; the message says what to do. */
public final class EnvironmentException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With what was found, expected, where, and what to do. */
    public EnvironmentException(String message) {
        super(message);
    }

    /** With its cause. */
    public EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
