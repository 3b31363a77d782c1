package org.retain.operators.policy;

/** A weights file is missing, damaged, not the one that was asked for, or of another network. */
public final class InvalidWeightsException extends RuntimeException {

    public InvalidWeightsException(String message) {
        super(message);
    }

    public InvalidWeightsException(String message, Throwable cause) {
        super(message, cause);
    }
}
