package org.retain.datasets.shard;

import java.io.IOException;

/**
 * The directory of shards cannot be used or written. Trying again does not help: the message says
 * what the user has to do.
 */
public final class ShardException extends IOException {

    private static final long serialVersionUID = 1L;

    ShardException(String message) {
        super(message);
    }

    ShardException(String message, Throwable cause) {
        super(message, cause);
    }
}
