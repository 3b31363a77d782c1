package org.retain.operators.learner;

/**
 * How often held-out episodes are played.
 *
 * @param intervalMinutes minutes of training between two validations, above 0
 * @param frames steps of a validation; the last one plays all
 * @param patience validations without improvement after which training ends; 0 for never
 */
record ValidationSettings(double intervalMinutes, long frames, int patience) {}
