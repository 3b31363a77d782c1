package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retain.operators.policy.EncodingOptions;

/** Tests for {@link FrozenEncoder}. */
class FrozenEncoderTest {

    private final Configuration config = new Configuration();

    @BeforeEach
    void askForEncodings() {
        config.set(EncodingOptions.ENCODINGS, true);
        config.set(LearnerOptions.FREEZE, List.of("core", "encoder"));
        config.set(LearnerOptions.ALGORITHM, Algorithm.PPO);
    }

    @Test
    void nothingIsEncodedThatNobodyAskedFor() {
        assertThat(FrozenEncoder.encodes(new Configuration())).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"BC", "PPO", "REINFORCE"})
    void anEncoderThatStaysIsComputedOnce(Algorithm algorithm) {
        config.set(LearnerOptions.ALGORITHM, algorithm);

        assertThat(FrozenEncoder.encodes(config)).isTrue();
    }

    @Test
    void anEncoderThatLearnsIsRefused() {
        config.set(LearnerOptions.FREEZE, List.of("core"));
        assertRefused(
                "policy.encodings is true, but learner.freeze is [core]: an encoder that learns gives other encodings after each update; add encoder to it");

        config.set(LearnerOptions.FREEZE, List.of("encoder.message"));
        assertRefused("learner.freeze is [encoder.message]");
    }

    @Test
    void algorithmsThatReadObservationsElsewhereAreRefused() {
        config.set(LearnerOptions.ALGORITHM, Algorithm.EXTERNAL);
        assertRefused("learner.algorithm is external: nobody here can keep the encoder");

        config.set(LearnerOptions.ALGORITHM, Algorithm.SAC);
        assertRefused("learner.algorithm is sac, whose critics read the observations");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> FrozenEncoder.encodes(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
