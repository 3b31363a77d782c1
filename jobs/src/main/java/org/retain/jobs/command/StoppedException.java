package org.retain.jobs.command;

/** A command ended early because it was asked to stop. Not an error, and not success either. */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoppedException() {
        super("Stopped on request");
    }
}
