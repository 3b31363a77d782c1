package org.retain.operators.actor;

import java.util.Optional;

/** Says which episodes an actor plays. */
@FunctionalInterface
public interface EpisodeSupplier {

    /**
     * The next episode of a slot that is free and may start one; empty when there is none at
     * present. Asked again at each step of the actor.
     */
    Optional<EpisodeRequest> next(int slot);
}
