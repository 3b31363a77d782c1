package org.retain.operators.learner.loss;

/**
 * Shifts and scales advantages to mean 0 and unbiased standard deviation 1 over the valid samples
 * of a batch (Sample Factory); a deviation below 1e-7 counts as that much, so that equal advantages
 * become 0.
 *
 * @param mean mean of the valid advantages, 0 without any
 * @param deviation their unbiased standard deviation, 0 for fewer than two
 */
public record AdvantageStandardisation(double mean, double deviation) {

    private static final double SMALLEST_DEVIATION = 1e-7;

    /**
     * The standardisation of a batch.
     *
     * @param advantages f64[T, B]
     * @param valid bool[T, B]
     */
    public static AdvantageStandardisation over(double[] advantages, boolean[] valid) {
        requireSameLength(advantages, valid);
        SampleMoments moments = SampleMoments.of(advantages, valid);
        return new AdvantageStandardisation(moments.mean(), Math.sqrt(moments.variance()));
    }

    /**
     * The standardised advantages, 0 where invalid.
     *
     * @param advantages f64[T, B]
     * @param valid bool[T, B]
     */
    public double[] apply(double[] advantages, boolean[] valid) {
        requireSameLength(advantages, valid);
        double divisor = Math.max(deviation, SMALLEST_DEVIATION);
        double[] standardised = new double[advantages.length];
        for (int i = 0; i < advantages.length; i++) {
            if (valid[i]) {
                standardised[i] = (advantages[i] - mean) / divisor;
            }
        }
        return standardised;
    }

    private static void requireSameLength(double[] advantages, boolean[] valid) {
        if (advantages.length != valid.length) {
            throw new IllegalArgumentException(
                    "Found %d flags of validity for %d advantages: give one for each"
                            .formatted(valid.length, advantages.length));
        }
    }
}
