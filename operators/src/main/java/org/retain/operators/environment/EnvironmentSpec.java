package org.retain.operators.environment;

import java.util.List;

/**
 * What an environment shows and takes; it never changes.
 *
 * @param name as in {@code environmentId} of segments, such as {@code nethack}
 * @param observations the tensors of an observation, in the order of {@link
 *     Environment#observation}
 * @param actions the actions it takes
 * @param place what {@link Environment#place} numbers, such as {@code dungeon-level}; also the name
 *     of a stratum
 */
public record EnvironmentSpec(
        String name, List<TensorSpec> observations, ActionSpace actions, String place) {

    /** Copies the list. */
    public EnvironmentSpec {
        observations = List.copyOf(observations);
    }
}
