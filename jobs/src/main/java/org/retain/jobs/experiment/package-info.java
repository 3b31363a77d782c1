/**
 * Experiments as files: what one says, which runs it comes to, and where its results lie. Knows no
 * Flink job; how a run is done is the affair of who runs it.
 */
package org.retain.jobs.experiment;
