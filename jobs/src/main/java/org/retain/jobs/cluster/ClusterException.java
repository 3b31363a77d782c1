package org.retain.jobs.cluster;

import org.retain.jobs.command.CommandException;

/**
 * A broker or a cluster that cannot be started, reached or used as asked.
 *
 * <p>The message says what was found, what was expected and what to do; it is meant for the user as
 * it is.
 */
public final class ClusterException extends CommandException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
