package org.retain.operators.learner.loss;

import java.nio.ByteBuffer;

/**
 * Running mean and variance of the returns, by which the value function's targets and answers are
 * normalised. Moments of batches are merged as by Chan et al. (1979), with the unbiased variance of
 * the batch in place of the biased one, as in Sample Factory.
 *
 * @param mean running mean
 * @param variance running variance, at least 0
 * @param count weight of the moments, in samples, above 0
 */
public record RunningMoments(double mean, double variance, double count) {

    /** Moments before any sample; they weigh as much as one. */
    public static final RunningMoments INITIAL = new RunningMoments(0, 1, 1);

    private static final double EPSILON = 1e-5;
    private static final double CLIP = 5;
    private static final byte VERSION = 1;
    private static final int ENCODED_BYTES = Byte.BYTES + 3 * Double.BYTES;

    public RunningMoments {
        if (!(Double.isFinite(mean) && variance >= 0 && count > 0)
                || Double.isInfinite(variance)
                || Double.isInfinite(count)) {
            throw new IllegalArgumentException(
                    "Mean %s, variance %s and count %s are no moments: all must be finite, the variance at least 0, the count above 0"
                            .formatted(mean, variance, count));
        }
    }

    /**
     * These moments after the valid samples of a batch; without any nothing changes.
     *
     * @param batch f64[T, B]
     * @param valid bool[T, B]
     */
    public RunningMoments updated(double[] batch, boolean[] valid) {
        if (batch.length != valid.length) {
            throw new IllegalArgumentException(
                    "Found %d flags of validity for %d samples: give one for each"
                            .formatted(valid.length, batch.length));
        }
        SampleMoments added = SampleMoments.of(batch, valid);
        if (added.count() == 0) {
            return this;
        }
        double total = count + added.count();
        double distance = added.mean() - mean;
        double squares =
                variance * count
                        + added.variance() * added.count()
                        + distance * distance * count * added.count() / total;
        return new RunningMoments(mean + distance * added.count() / total, squares / total, total);
    }

    /** (x − mean) / √(variance + 1e-5), clipped to ±5. */
    public double normalise(double x) {
        return clip((x - mean) / scale());
    }

    /** The x that normalises to this, which is first clipped to ±5. */
    public double denormalise(double normalised) {
        return clip(normalised) * scale() + mean;
    }

    /** These moments as bytes: a version, then mean, variance and count as big-endian f64. */
    public byte[] encode() {
        return ByteBuffer.allocate(ENCODED_BYTES)
                .put(VERSION)
                .putDouble(mean)
                .putDouble(variance)
                .putDouble(count)
                .array();
    }

    /** The moments that {@link #encode} wrote. */
    public static RunningMoments decode(byte[] encoded) {
        if (encoded.length == 0 || encoded[0] != VERSION) {
            throw new IllegalArgumentException(
                    "Running moments have version %s, this release reads version %d: restore with the release that wrote them"
                            .formatted(encoded.length == 0 ? "none" : encoded[0], VERSION));
        }
        if (encoded.length != ENCODED_BYTES) {
            throw new IllegalArgumentException(
                    "Running moments of version %d take %d bytes, found %d: the checkpoint that held them is damaged"
                            .formatted(VERSION, ENCODED_BYTES, encoded.length));
        }
        ByteBuffer fields = ByteBuffer.wrap(encoded, 1, encoded.length - 1);
        return new RunningMoments(fields.getDouble(), fields.getDouble(), fields.getDouble());
    }

    private double scale() {
        return Math.sqrt(variance + EPSILON);
    }

    private static double clip(double normalised) {
        return Math.max(-CLIP, Math.min(CLIP, normalised));
    }
}
