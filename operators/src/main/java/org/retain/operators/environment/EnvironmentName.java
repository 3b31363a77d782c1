package org.retain.operators.environment;

import java.util.Locale;

/** An environment that {@link EnvironmentSelection} can make. */
public enum EnvironmentName {
    NETHACK,
    APPLE_RETRIEVAL,
    TWO_STATE_MDP,
    GYMNASIUM;

    /** As in an option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
