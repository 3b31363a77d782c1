package org.retain.datasets.episode;

import java.nio.file.Path;

/**
 * Consecutive segments of one episode.
 *
 * @param shard the file they lie in
 * @param firstRow row of the first
 * @param segments their number
 */
record EpisodePiece(Path shard, long firstRow, int segments) {}
