package org.retain.operators.learner.loss;

/**
 * The weight of a retention loss as a function of the updates applied so far: max(floor, start ·
 * decay^k), k = 0 at the first update (Wołczyk et al. 2024; the floor is the released code's).
 *
 * @param start weight of the first update, at least 0
 * @param decay factor after each update, in (0, 1]
 * @param floor smallest weight, in [0, start]
 */
public record CoefficientSchedule(double start, double decay, double floor) {

    public CoefficientSchedule {
        if (!(start >= 0 && Double.isFinite(start))) {
            throw new IllegalArgumentException(
                    "A coefficient can't start at %s: it must be finite and at least 0"
                            .formatted(start));
        }
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException(
                    "A coefficient can't decay by the factor %s: it must lie in (0, 1], 1 for no decay"
                            .formatted(decay));
        }
        if (!(floor >= 0 && floor <= start)) {
            throw new IllegalArgumentException(
                    "A coefficient that starts at %s can't have the floor %s: it must lie between 0 and the start"
                            .formatted(start, floor));
        }
    }

    /** A coefficient that never changes. */
    public static CoefficientSchedule constant(double value) {
        return new CoefficientSchedule(value, 1, 0);
    }

    /** The weight to use when this many updates have been applied. */
    public double value(long appliedUpdates) {
        return Math.max(floor, start * Math.pow(decay, (double) appliedUpdates));
    }
}
