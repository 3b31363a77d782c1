package org.retain.datasets.parquet;

/**
 * Where one episode lies in a Parquet file; its segments are contiguous and in order.
 *
 * @param id the episode's id
 * @param firstRow row of its segment 0, from 0
 * @param segments number of its segments
 * @param steps number of its steps, each with one frame
 */
public record ShardEpisode(String id, long firstRow, int segments, long steps) {}
