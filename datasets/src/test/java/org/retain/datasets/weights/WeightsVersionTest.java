package org.retain.datasets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Tests for {@link WeightsVersion}. */
class WeightsVersionTest {

    @Property
    void holdsEpochAndUpdatesAndIsNeverNegative(
            @ForAll @IntRange int epoch, @ForAll @LongRange(max = 0xffffffffL) long updates) {
        WeightsVersion version = WeightsVersion.of(epoch, updates);

        assertThat(version.value()).isNotNegative();
        assertThat(version.epoch()).isEqualTo(epoch);
        assertThat(version.updates()).isEqualTo(updates);
        assertThat(new WeightsVersion(version.value())).isEqualTo(version);
        assertThat(Long.parseLong(version.toString(), 16)).isEqualTo(version.value());
    }

    @Test
    void isWrittenAsSixteenDigits() {
        assertThat(WeightsVersion.of(1, 0xabcL)).hasToString("0000000100000abc");
        assertThat(WeightsVersion.of(Integer.MAX_VALUE, 0xffffffffL))
                .hasToString("7fffffffffffffff");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> WeightsVersion.of(-1, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> WeightsVersion.of(0, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> WeightsVersion.of(0, 1L << 32))
                .hasMessageContaining("found 4294967296");
        assertThatThrownBy(() -> new WeightsVersion(-1)).hasMessageContaining("0 or more");
    }

    @Test
    void drawsEpochsThatAreNeverNegativeAndDiffer() {
        int[] epochs = IntStream.range(0, 100).map(i -> WeightsVersion.drawEpoch()).toArray();

        assertThat(epochs).doesNotHaveDuplicates();
        assertThat(IntStream.of(epochs).min().getAsInt()).isNotNegative();
    }
}
