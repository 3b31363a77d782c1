/**
 * The report of an experiment: one page from the Parquet files of its results. Everything here is
 * plain Java; nothing is measured, only gathered over seeds and drawn.
 */
package org.retain.jobs.report;
