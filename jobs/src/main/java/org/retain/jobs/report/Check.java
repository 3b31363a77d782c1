package org.retain.jobs.report;

/**
 * Something that an experiment could show, looked for in its results.
 *
 * @param met whether they show it
 * @param text what was found, with the numbers
 */
record Check(boolean met, String text) {}
