package org.retain.datasets.safetensors;

/** A file is damaged or no safetensors file: fetch or write it again. */
public final class InvalidSafetensorsException extends RuntimeException {

    public InvalidSafetensorsException(String message) {
        super(message);
    }
}
