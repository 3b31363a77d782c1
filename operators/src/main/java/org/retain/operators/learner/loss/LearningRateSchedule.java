package org.retain.operators.learner.loss;

/**
 * The learning rate as a function of the updates applied so far: start · max(0, 1 − k /
 * decayUpdates), or always the start.
 *
 * @param start rate of the first update, above 0
 * @param decayUpdates updates after which the rate is 0; 0 keeps it constant
 */
public record LearningRateSchedule(double start, long decayUpdates) {

    public LearningRateSchedule {
        if (!(start > 0 && Double.isFinite(start))) {
            throw new IllegalArgumentException(
                    "A learning rate can't start at %s: it must be finite and above 0"
                            .formatted(start));
        }
        if (decayUpdates < 0) {
            throw new IllegalArgumentException(
                    "A learning rate can't decay over %d updates: give 0 for a constant rate, or the updates after which it is 0"
                            .formatted(decayUpdates));
        }
    }

    /** The rate to use when this many updates have been applied. */
    public double value(long appliedUpdates) {
        if (decayUpdates == 0) {
            return start;
        }
        return start * Math.max(0, 1 - (double) appliedUpdates / decayUpdates);
    }
}
