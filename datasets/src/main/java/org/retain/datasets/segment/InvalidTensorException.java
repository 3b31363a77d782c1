package org.retain.datasets.segment;

/**
 * A tensor's name, type, shape and data disagree. The record that holds it is damaged or foreign:
 * route it to the dead letters.
 */
public final class InvalidTensorException extends RuntimeException {

    public InvalidTensorException(String message) {
        super(message);
    }
}
