package org.retain.operators.random;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.retain.operators.memory.TestingChiSquare;

/** Tests for {@link CounterRandom}. */
class CounterRandomTest {

    private static final long MAX_BOUND = (1L << 62) - 1;

    @Test
    void equalsThePublishedVectorsOfPhilox() {
        // Known answers of philox4x32-10 as published with the Random123 library.
        assertThat(new CounterRandom(0).at(0, 0, 0))
                .isEqualTo(new CounterRandom.Bits(0xe169c58d6627e8d5L, 0x9b00dbd8bc57ac4cL));
        assertThat(new CounterRandom(-1).at(-1, -1, -1))
                .isEqualTo(new CounterRandom.Bits(0x41c83b0e408f276dL, 0x6d5451fda20bc7c6L));
        assertThat(
                        new CounterRandom(0x299f31d0a4093822L)
                                .at(0x13198a2e, 0x03707344, 0x85a308d3243f6a88L))
                .isEqualTo(new CounterRandom.Bits(0x94fdcceb_d16cfe09L, 0x24126ea1_5001e420L));
    }

    @Test
    void spreadsConsecutiveNumbersEvenly() {
        CounterRandom random = new CounterRandom(17);
        long[] first = new long[100];
        long[] second = new long[100];
        long[] pairs = new long[100];

        for (long number = 0; number < 100_000; number++) {
            CounterRandom.Bits bits = random.at(3, 0, number);
            first[(int) bits.firstBelow(100)]++;
            second[(int) bits.secondBelow(100)]++;
            pairs[(int) (10 * bits.firstBelow(10) + bits.secondBelow(10))]++;
        }

        assertThat(TestingChiSquare.fitsUniform(first)).isTrue();
        assertThat(TestingChiSquare.fitsUniform(second)).isTrue();
        assertThat(TestingChiSquare.fitsUniform(pairs)).isTrue();
    }

    @Property
    void staysBelowItsBound(
            @ForAll long seed,
            @ForAll long number,
            @ForAll @LongRange(min = 1, max = MAX_BOUND) long bound) {
        CounterRandom.Bits bits = new CounterRandom(seed).at(0, 0, number);

        assertThat(bits.firstBelow(bound)).isBetween(0L, bound - 1);
        assertThat(bits.secondBelow(bound)).isBetween(0L, bound - 1);
        assertThat(bits.firstUnit()).isGreaterThanOrEqualTo(0).isLessThan(1);
    }

    @Test
    void mapsTheExtremesOfTheBitsToTheExtremesOfTheRange() {
        assertThat(CounterRandom.below(0, 10)).isZero();
        assertThat(CounterRandom.below(-1, 10)).isEqualTo(9);
        assertThat(CounterRandom.below(-1, MAX_BOUND)).isEqualTo(MAX_BOUND - 1);
    }
}
