package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.retain.operators.policy.NativeArrays;

/**
 * Standard normal numbers as a function of where they are used: the same seed, update, part of the
 * update and stream always give the same bits, so that a restored agent goes on exactly where it
 * was without any state of a generator. One such place seeds a {@link Random}, whose sequence its
 * specification fixes, and the numbers of an array are drawn from it in row-major order.
 */
record StepNoise(long seed) {

    private static final long STEP = 0x9E3779B97F4A7C15L;

    /** f32 of this shape in the scope. Places that differ in any argument are independent. */
    NDArray normal(NDManager scope, long applied, int part, int stream, Shape shape) {
        Random random = new Random(mix(mix(mix(mix(seed) + applied) + part) + stream));
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return NativeArrays.of(scope, values, shape.getShape());
    }

    /** Spreads neighbouring numbers over all 64 bits (SplitMix64: Steele et al., 2014). */
    private static long mix(long value) {
        long z = value + STEP;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
