package org.retain.operators.environment.worker;

import java.io.IOException;

/** What a worker itself says went wrong. */
final class WorkerErrorException extends IOException {

    private static final long serialVersionUID = 1;

    WorkerErrorException(String message) {
        super(message);
    }
}
