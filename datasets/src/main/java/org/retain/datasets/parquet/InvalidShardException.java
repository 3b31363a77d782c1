package org.retain.datasets.parquet;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file is no Parquet file of segments or episodes, or it is damaged. The message says what to do.
 */
public final class InvalidShardException extends IOException {

    private static final long serialVersionUID = 1L;

    InvalidShardException(Path file, String what) {
        super(file + ": " + what);
    }

    InvalidShardException(Path file, String what, Throwable cause) {
        this(file.toString(), what, cause);
    }

    InvalidShardException(String file, String what, Throwable cause) {
        super(file + ": " + what, cause);
    }
}
