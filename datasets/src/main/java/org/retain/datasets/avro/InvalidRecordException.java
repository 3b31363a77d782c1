package org.retain.datasets.avro;

/** A message is no record that this build can read: route it to the dead letters. */
public final class InvalidRecordException extends RuntimeException {

    public InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    public InvalidRecordException(String message) {
        super(message);
    }
}
