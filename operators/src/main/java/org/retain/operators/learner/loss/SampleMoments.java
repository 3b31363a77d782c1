package org.retain.operators.learner.loss;

/**
 * Moments of the valid samples of a batch, in two passes so that a large mean costs no precision.
 *
 * @param mean 0 without any sample
 * @param variance unbiased, 0 for fewer than two samples
 * @param count samples
 */
record SampleMoments(double mean, double variance, long count) {

    static SampleMoments of(double[] samples, boolean[] valid) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < samples.length; i++) {
            if (valid[i]) {
                sum += samples[i];
                count++;
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        for (int i = 0; i < samples.length; i++) {
            if (valid[i]) {
                double distance = samples[i] - mean;
                squares += distance * distance;
            }
        }
        return new SampleMoments(mean, count < 2 ? 0 : squares / (count - 1), count);
    }
}
