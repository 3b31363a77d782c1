package org.retain.datasets.ttyrec;

import java.io.IOException;

/**
 * A file is no ttyrec3 recording at all: it is empty, not bzip2, or its first record is no record.
 * Damage further on is no exception but one of {@link TtyrecReader#problems()}.
 */
public final class TtyrecFormatException extends IOException {

    public TtyrecFormatException(String message) {
        super(message);
    }
}
