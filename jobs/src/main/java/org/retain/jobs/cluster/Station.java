package org.retain.jobs.cluster;

/**
 * Figures of one vertex of a running job: a station, or several chained into one.
 *
 * @param name names of its operators
 * @param written records that went out over an edge; 0 for a sink
 */
record Station(String name, long written) {}
