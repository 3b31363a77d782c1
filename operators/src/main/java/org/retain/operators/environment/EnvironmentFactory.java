package org.retain.operators.environment;

import java.io.Serializable;

/**
 * Makes environments where they are to run. Travels with a Flink job, so it holds settings only.
 */
public interface EnvironmentFactory extends Serializable {

    /**
     * What its environments show and take, without starting one.
     *
     * @throws EnvironmentException when that cannot be known
     */
    EnvironmentSpec spec();

    /**
     * An environment, which the caller closes.
     *
     * @param slots episodes side by side, at least 1
     * @throws EnvironmentException when it cannot be started
     */
    Environment create(int slots);
}
