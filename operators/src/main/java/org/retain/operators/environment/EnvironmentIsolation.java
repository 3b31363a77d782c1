package org.retain.operators.environment;

import java.util.Locale;

/** Where environments run. */
public enum EnvironmentIsolation {
    /** In the TaskManager; a native crash costs it. */
    IN_PROCESS,
    /** In a child process of the TaskManager; a native crash costs its episodes only. */
    PROCESS;

    /** As in an option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
