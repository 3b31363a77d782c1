package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.operators.environment.toy.AppleRetrieval;
import org.retain.operators.policy.InvalidWeightsException;

class EvaluateSettingsTest {

    @TempDir private Path directory;

    @Test
    void seedsCountFromTheFirstOneOrAreListed() {
        assertThat(settings("episodes", "3", "evaluation.first-seed", "7").seeds())
                .containsExactly(7L, 8L, 9L);
        assertThat(settings("seeds", "5;1;5").seeds()).containsExactly(5L, 1L, 5L);
        assertThat(settings("seeds", "5;1", "episodes", "2").seeds()).containsExactly(5L, 1L);
    }

    @Test
    void refusesWhatCannotBeByTheOptionsName() {
        assertRefused("Option episodes is 0, expected at least 1", "episodes", "0");
        assertRefused(
                "Option seeds lists 2 seeds and option episodes is 3",
                "seeds",
                "5;1",
                "episodes",
                "3");
        assertRefused("Option evaluation.slots is 0", "evaluation.slots", "0");
        assertRefused("Option evaluation.temperature is -1.0", "evaluation.temperature", "-1");
        assertThatThrownBy(() -> EvaluateSettings.of(new Configuration()))
                .hasMessage("Option weights is missing");
    }

    @Test
    void pinsTheFileAsItIsAndRefusesWeightsOfAnotherGame() throws Exception {
        EvaluateSettings settings = TestingEpisodeList.settings(directory, 3, 2);

        assertThat(settings.pinned(new TestingEpisodeList(0).spec()).sha256()).hasSize(64);
        assertThatThrownBy(() -> settings.pinned(new AppleRetrieval(3, 1, false, 100).spec()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageContaining("cannot play apple-retrieval");
    }

    private static void assertRefused(String message, String... options) {
        assertThatThrownBy(() -> settings(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static EvaluateSettings settings(String... options) {
        Configuration config = Configuration.fromMap(Map.of("weights", "w", "output", "o"));
        for (int i = 0; i < options.length; i += 2) {
            config.setString(options[i], options[i + 1]);
        }
        return EvaluateSettings.of(config);
    }
}
