package org.retain.operators.random;

import java.io.Serializable;

/**
 * Random bits as a function of where they are used: the same seed, shard, stream and number always
 * give the same bits, so that a restored flow continues exactly where it was without any state of a
 * generator.
 *
 * <p>Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3"
 * (SC 2011): the seed is the key; number (low and high half), shard and stream are the counter.
 */
public final class CounterRandom implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;

    private final long seed;

    /** The bits of one seed. */
    public CounterRandom(long seed) {
        this.seed = seed;
    }

    /** 128 random bits. */
    public record Bits(long first, long second) {

        /** Uniform on [0, bound), from the first half; the bias is below bound / 2^63. */
        public long firstBelow(long bound) {
            return below(first, bound);
        }

        /** Uniform on [0, bound), from the second half; the bias is below bound / 2^63. */
        public long secondBelow(long bound) {
            return below(second, bound);
        }

        /** Uniform on the multiples of 2^-53 in [0, 1), from the first half. */
        public double firstUnit() {
            return unit(first);
        }

        /** Uniform on the multiples of 2^-53 in [0, 1), from the second half. */
        public double secondUnit() {
            return unit(second);
        }

        private static double unit(long bits) {
            return (bits >>> 11) * 0x1p-53;
        }
    }

    /** The bits of one use. Uses that differ in any argument are independent. */
    public Bits at(int shard, int stream, long number) {
        int c0 = (int) number;
        int c1 = (int) (number >>> 32);
        int c2 = shard;
        int c3 = stream;
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW);
            long product1 = MULTIPLIER_1 * (c2 & LOW);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return new Bits(join(c0, c1), join(c2, c3));
    }

    /** Maps 64 random bits to [0, bound); bound is below 2^62. */
    public static long below(long bits, long bound) {
        return Math.multiplyHigh(bits >>> 1, bound << 1);
    }

    private static long join(int low, int high) {
        return (low & LOW) | (long) high << 32;
    }
}
