package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests for {@link Pairing}. */
class PairingTest {

    private static final Map<Algorithm, Set<Retention>> ALLOWED =
            Map.of(
                    Algorithm.EXTERNAL, Set.of(Retention.NONE),
                    Algorithm.BC, Set.of(Retention.NONE, Retention.EWC),
                    Algorithm.PPO,
                            Set.of(Retention.NONE, Retention.KS, Retention.BC, Retention.EWC),
                    Algorithm.SAC,
                            Set.of(Retention.NONE, Retention.EM, Retention.BC, Retention.EWC),
                    Algorithm.REINFORCE,
                            Set.of(Retention.NONE, Retention.KS, Retention.BC, Retention.EWC));

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void allowsWhatGoesTogetherAndNothingElse(Algorithm algorithm) {
        for (Retention retention : Retention.values()) {
            if (ALLOWED.get(algorithm).contains(retention)) {
                assertThatCode(() -> Pairing.require(algorithm, retention, false))
                        .doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> Pairing.require(algorithm, retention, false))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(
                                "Option retention.method is %s, which does not go with learner.algorithm %s: "
                                        .formatted(retention, algorithm));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EXTERNAL, EWC, the trainer that reads the batches applies its own losses",
        "EXTERNAL, KS, they carry the teacher's targets",
        "EXTERNAL, BC, they carry the teacher's targets",
        "EXTERNAL, EM, applies its own losses",
        "BC, KS, cloning learns from demonstrations alone",
        "BC, BC, cloning learns from demonstrations alone",
        "BC, EM, cloning learns from demonstrations alone",
        "PPO, EM, an on-policy algorithm cannot learn from old transitions",
        "REINFORCE, EM, an on-policy algorithm cannot learn from old transitions",
        "SAC, KS, retention.kickstart-sac"
    })
    void saysWhyTwoDoNotGoTogether(Algorithm algorithm, Retention retention, String reason) {
        assertThatThrownBy(() -> Pairing.require(algorithm, retention, false))
                .hasMessageContaining(reason);
    }

    @Test
    void kickstartsSacOnlyWhenAskedTo() {
        assertThatCode(() -> Pairing.require(Algorithm.SAC, Retention.KS, true))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Pairing.require(Algorithm.PPO, Retention.EM, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
