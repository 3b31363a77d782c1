package org.retain.datasets.ttyrec;

import java.io.IOException;

/** Compressed data cannot be decompressed further; what was read before is good. */
final class DamagedDataException extends IOException {

    DamagedDataException(String message) {
        super(message);
    }
}
