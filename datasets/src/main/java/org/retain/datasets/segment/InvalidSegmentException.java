package org.retain.datasets.segment;

/** A message is no {@link Segment} that this build can read: route it to the dead letters. */
public final class InvalidSegmentException extends RuntimeException {

    public InvalidSegmentException(String message, Throwable cause) {
        super(message, cause);
    }

    public InvalidSegmentException(String message) {
        super(message);
    }
}
