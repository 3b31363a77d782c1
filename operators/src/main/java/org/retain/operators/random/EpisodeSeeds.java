package org.retain.operators.random;

/** Seeds of episodes as a function of the actor and the episode's number alone. */
public final class EpisodeSeeds {

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private EpisodeSeeds() {}

    /** A seed that is not negative, spread over 63 bits. */
    public static long seed(long base, int actor, long number) {
        return mix(mix(mix(base) + actor) + number) & Long.MAX_VALUE;
    }

    /** Spreads neighbouring numbers over all 64 bits (SplitMix64: Steele et al., 2014). */
    private static long mix(long value) {
        long z = value + STEP;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
