/**
 * Where jobs run: an embedded broker and cluster, a local cluster of processes, and clusters that
 * exist already.
 */
package org.retain.jobs.cluster;
