package org.retain.operators.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "nethack, in-process, NetHackFactory",
        "nethack, process, IsolatedFactory",
        "apple-retrieval, process, IsolatedFactory",
        "gymnasium, in-process, GymnasiumFactory",
        "gymnasium, process, GymnasiumFactory",
    })
    void isolatesWhatIsToBeIsolated(String name, String isolation, String expected) {
        EnvironmentFactory factory =
                select(
                        Map.of(
                                "environment.name",
                                name,
                                "environment.isolation",
                                isolation,
                                "environment.gymnasium.id",
                                "CartPole-v1"));

        assertThat(factory.getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void refusesGymnasiumWithoutAnId() {
        assertThatThrownBy(() -> select(Map.of("environment.name", "gymnasium")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("environment.gymnasium.id");
    }

    @Test
    void refusesWorkersThatMayNeverAnswer() {
        assertThatThrownBy(
                        () ->
                                select(
                                        Map.of(
                                                "environment.name",
                                                "apple-retrieval",
                                                "environment.isolation",
                                                "process",
                                                "environment.worker-timeout",
                                                "0 s")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("environment.worker-timeout");
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
