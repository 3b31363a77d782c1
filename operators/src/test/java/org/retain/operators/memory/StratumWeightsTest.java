package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link StratumWeights}. */
class StratumWeightsTest {

    @Test
    void readsNamedWeights() {
        StratumWeights weights = StratumWeights.parse(" 1:0.5, 2/Mon:1 ,*:0.25");

        assertThat(weights.weight("1", 9)).isEqualTo(0.5);
        assertThat(weights.weight("2/Mon", 9)).isEqualTo(1);
        assertThat(weights.weight("3", 9)).isEqualTo(0.25);
        assertThat(weights.weight("1", 0)).isZero();
    }

    @Test
    void neverDrawsStrataThatAreNotNamed() {
        assertThat(StratumWeights.parse("1:0.5").weight("2", 9)).isZero();
    }

    @Test
    void takesTheLastColonOfAnEntry() {
        assertThat(StratumWeights.parse("phase:a:3").weight("phase:a", 1)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''       | found '' in ''",
                "uniform  | found 'uniform'",
                "1=0.5    | found '1=0.5'",
                "1:0.5,,  | found ''",
                ":1       | found ':1'",
                "1:x      | found 'x' as the weight in '1:x'",
                "1:-1     | found '-1' as the weight",
                "1:NaN    | found 'NaN' as the weight",
                "1:1e300  | found '1e300' as the weight",
                "1:1,1:2  | found stratum 1 twice",
                "1:0,*:0  | found only zeros",
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> StratumWeights.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
