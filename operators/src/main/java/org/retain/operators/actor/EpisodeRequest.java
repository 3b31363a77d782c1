package org.retain.operators.actor;

/**
 * An episode that is to be played.
 *
 * @param number as in {@code Episode}: its position in a list, or how many the slot has had before
 * @param seed that the environment is reset with; also what the draws of actions depend on, besides
 *     the actor's own seed
 */
public record EpisodeRequest(long number, long seed) {}
