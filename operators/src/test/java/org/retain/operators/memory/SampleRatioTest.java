package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link SampleRatio}. */
class SampleRatioTest {

    @Property
    void owesTheWholePartOfRatioTimesDriving(
            @ForAll @IntRange(max = 1_000_000) int millionths,
            @ForAll @IntRange(max = 9_999) int whole,
            @ForAll @LongRange(max = 1_000_000_000_000L) long driving) {
        BigDecimal ratio = BigDecimal.valueOf(whole).add(BigDecimal.valueOf(millionths, 6));

        long total = SampleRatio.of(ratio.doubleValue()).total(driving);

        assertThat(BigDecimal.valueOf(total))
                .isEqualByComparingTo(
                        ratio.multiply(BigDecimal.valueOf(driving))
                                .setScale(0, RoundingMode.FLOOR));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.333333, 0.5, 1, 1.7, 3, 2.25, 10_000})
    void addsUpToItsTotalSegmentBySegment(double ratio) {
        SampleRatio samples = SampleRatio.of(ratio);
        long sum = 0;

        for (long before = 0; before < 10_000; before++) {
            sum += samples.owed(before, 1);

            assertThat(sum).isEqualTo(samples.total(before + 1));
        }
    }

    @Property
    void owesSegmentsOfAnyLengthsTogetherWhatItOwesTheirSteps(
            @ForAll @IntRange(max = 10_000_000) int millionths,
            @ForAll List<@IntRange(max = 1_000) Integer> lengths) {
        SampleRatio samples = SampleRatio.of(millionths / 1e6);
        long units = 0;
        long sum = 0;

        for (int length : lengths) {
            sum += samples.owed(units, length);
            units += length;
        }

        assertThat(sum).isEqualTo(samples.total(units));
    }

    @Test
    void owesAWholeRatioToEveryUnit() {
        assertThat(SampleRatio.of(3).owed(0, 1)).isEqualTo(3);
        assertThat(SampleRatio.of(3).owed(7, 1)).isEqualTo(3);
        assertThat(SampleRatio.of(3).owed(7, 32)).isEqualTo(96);
    }

    @Test
    void owesEveryTenthSegmentADrawAtOneTenth() {
        SampleRatio tenth = SampleRatio.of(0.1);

        for (long before = 0; before < 1_000; before++) {
            assertThat(tenth.owed(before, 1)).isEqualTo(before % 10 == 9 ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, Double.NaN, Double.POSITIVE_INFINITY, 10_000.5, 0.1234567})
    void refusesWhatItCannotCountExactly(double ratio) {
        assertThatThrownBy(() -> SampleRatio.of(ratio))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found " + ratio);
    }
}
