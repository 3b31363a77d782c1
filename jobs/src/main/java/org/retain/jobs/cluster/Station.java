package org.retain.jobs.cluster;

/**
 * Figures of one operator of a running job, since its last restart.
 *
 * @param name the operator's name as Flink's metrics have it: blanks and colons are underscores
 * @param read records that came in; 0 for a source
 * @param written records that went out
 */
public record Station(String name, long read, long written) {}
