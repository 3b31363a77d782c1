package org.retain.operators.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.retain.operators.environment.toy.AppleRetrieval;
import org.retain.operators.environment.toy.TwoStateMdp;

/** Tests for {@link EnvironmentSelection}. */
class EnvironmentSelectionTest {

    @Test
    void readsTheOptionsOfAppleRetrieval() {
        EnvironmentFactory factory =
                select(
                        Map.of(
                                "environment.name",
                                "apple-retrieval",
                                "environment.apple-retrieval.distance",
                                "30",
                                "environment.apple-retrieval.scale",
                                "0.5",
                                "environment.apple-retrieval.start-with-apple",
                                "true"));

        assertThat(factory).isEqualTo(new AppleRetrieval(30, 0.5, true, 100));
    }

    @Test
    void readsTheOptionsOfTheTwoStateMdp() {
        EnvironmentFactory factory =
                select(
                        Map.of(
                                "environment.name",
                                "two-state-mdp",
                                "environment.two-state-mdp.stay-reward",
                                "0.3"));

        assertThat(factory).isEqualTo(new TwoStateMdp(0.3, -1, 100));
    }

    @Test
    void refusesAConfigurationThatNamesNone() {
        assertThatThrownBy(() -> select(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("environment.name");
    }

    private static EnvironmentFactory select(Map<String, String> options) {
        return EnvironmentSelection.of(Configuration.fromMap(options));
    }
}
