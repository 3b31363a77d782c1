package org.retain.jobs.cluster;

/**
 * Figures of one vertex of a running job: a station, or several chained into one.
 *
 * @param name names of its operators
 * @param read records that came in over an edge; 0 for a source
 * @param written records that went out over an edge; 0 for a sink
 */
public record Station(String name, long read, long written) {}
