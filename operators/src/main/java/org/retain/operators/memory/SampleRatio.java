package org.retain.operators.memory;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * How many draws each driving segment of a shard is owed, exactly.
 *
 * <p>It counts in the memory's unit: a segment is one unit or, with transitions, as many as it has
 * steps. After n driving units a shard has been owed floor(r n) draws, r being the ratio as the
 * decimal fraction that was configured. For a whole r every unit is owed r draws, so the sum over
 * shards is exact; for a fraction each shard rounds down by itself, so that the sum over shards
 * falls short of r times all driving units by less than one draw per shard.
 */
final class SampleRatio implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Largest ratio; with at most 6 decimals it keeps the arithmetic within 64 bits. */
    static final int MAX_RATIO = 10_000;

    private static final int MAX_DECIMALS = 6;

    private final long numerator;
    private final long denominator;

    private SampleRatio(long numerator, long denominator) {
        this.numerator = numerator;
        this.denominator = denominator;
    }

    /**
     * A ratio.
     *
     * @throws IllegalArgumentException when it is negative, above {@value #MAX_RATIO}, not a number
     *     or has more than six decimals
     */
    static SampleRatio of(double ratio) {
        if (!(ratio >= 0 && ratio <= MAX_RATIO)) {
            throw new IllegalArgumentException(
                    "found %s, expected 0 to %d draws for each driving unit"
                            .formatted(ratio, MAX_RATIO));
        }
        BigDecimal decimal = BigDecimal.valueOf(ratio).stripTrailingZeros();
        if (decimal.scale() > MAX_DECIMALS) {
            throw new IllegalArgumentException(
                    "found %s, expected at most %d decimals".formatted(decimal, MAX_DECIMALS));
        }
        int scale = Math.max(decimal.scale(), 0);
        return new SampleRatio(
                decimal.movePointRight(scale).longValueExact(),
                BigDecimal.ONE.movePointRight(scale).longValueExact());
    }

    /** Draws owed to a driving segment of these units that follows {@code before} of its shard. */
    int owed(long before, int units) {
        return Math.toIntExact(total(before + units) - total(before));
    }

    /** Draws owed in all after {@code driving} units of one shard: floor(r n). */
    long total(long driving) {
        long whole = driving / denominator;
        long rest = driving % denominator;
        return whole * numerator + rest * numerator / denominator;
    }
}
