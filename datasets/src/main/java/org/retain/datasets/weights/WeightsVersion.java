package org.retain.datasets.weights;

import java.security.SecureRandom;

/**
 * Name of the weights after so many applied updates of one attempt of a learner: epoch · 2^32 +
 * updates, never negative. A name, not an order: the epoch is drawn anew at each start or restore,
 * so that weights of a lost attempt are never mistaken for those that replace them.
 *
 * @param value the version as it travels
 */
public record WeightsVersion(long value) {

    private static final long MAX_UPDATES = (1L << Integer.SIZE) - 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    public WeightsVersion {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "Weights version is %d, expected 0 or more".formatted(value));
        }
    }

    /**
     * The version of some updates within an epoch.
     *
     * @param epoch random number of the attempt, not negative
     * @param updates applied updates, 0 to 2^32 - 1
     */
    public static WeightsVersion of(int epoch, long updates) {
        if (epoch < 0) {
            throw new IllegalArgumentException(
                    "Epoch of a weights version is %d, expected 0 or more; draw it with drawEpoch"
                            .formatted(epoch));
        }
        if (updates < 0 || updates > MAX_UPDATES) {
            throw new IllegalArgumentException(
                    "A weights version holds 0 to %d updates, found %d"
                            .formatted(MAX_UPDATES, updates));
        }
        return new WeightsVersion(((long) epoch << Integer.SIZE) | updates);
    }

    /** Draws the epoch of a start or restore: 31 random bits. */
    public static int drawEpoch() {
        return RANDOM.nextInt() & Integer.MAX_VALUE;
    }

    /** The random number of the attempt that made the weights. */
    public int epoch() {
        return (int) (value >>> Integer.SIZE);
    }

    /** Updates applied to the weights. */
    public long updates() {
        return value & MAX_UPDATES;
    }

    /** 16 hexadecimal digits, epoch first. */
    @Override
    public String toString() {
        return "%016x".formatted(value);
    }
}
