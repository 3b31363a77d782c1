package org.retain.datasets.episode;

/**
 * Where {@link Lanes} stand: what a checkpoint keeps of them.
 *
 * @param episodes each lane's episode, -1 when the lane is idle
 * @param segments each lane's next segment
 * @param nextEpisode first episode that no lane has taken yet
 * @param turn lane whose turn is next
 */
public record LanesState(int[] episodes, int[] segments, int nextEpisode, int turn) {}
