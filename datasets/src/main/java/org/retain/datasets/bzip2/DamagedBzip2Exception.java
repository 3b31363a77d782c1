package org.retain.datasets.bzip2;

import java.io.IOException;

/** Data is not bzip2, or damaged from here on; all that was read before is good. */
public final class DamagedBzip2Exception extends IOException {

    public DamagedBzip2Exception(String message) {
        super(message);
    }
}
