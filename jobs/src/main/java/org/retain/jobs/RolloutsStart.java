package org.retain.jobs;

import java.util.Locale;

/** Where a fine-tuning that starts afresh begins to read the rollouts topic. */
public enum RolloutsStart {
    EARLIEST,
    LATEST;

    /** As in an option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
