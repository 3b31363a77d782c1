package org.retain.operators.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeSettingsTest {

    private static final Map<String, String> GIVEN =
            Map.of("input", "segments", "teacher", "t", "output", "o", "weights", "w");

    @TempDir private Path directory;

    @Test
    void namesTellUpdatesAndGiveTheOrder() {
        assertThat(updates("update-000000200.safetensors", "update-000000100.safetensors"))
                .containsExactly(100L, 200L);
    }

    @Test
    void placesAreToldWhereANameTellsNoUpdate() {
        assertThat(updates("best.safetensors", "update-000000100.safetensors"))
                .containsExactly(0L, 1L);
    }

    @Test
    void takesTheWeightsFilesOfADirectoryByName() throws Exception {
        for (String name :
                List.of(
                        "update-000000020.safetensors",
                        "update-000000000.safetensors",
                        ".update-000000010.safetensors.inprogress.1",
                        "notes.txt")) {
            Files.createFile(directory.resolve(name));
        }
        Configuration config = Configuration.fromMap(GIVEN);
        config.set(ProbeOptions.WEIGHTS, List.of())
                .set(ProbeOptions.WEIGHTS_DIRECTORY, directory.toString());

        assertThat(ProbeSettings.of(config).weights())
                .extracting(ProbeWeights::update)
                .containsExactly(0L, 20L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "probe.frames | -1 | at least 0",
                "probe.frames | 600000 | at most 500000",
                "probe.piece-segments | 0 | at least 1",
                "probe.burn-in-segments | 16 | less than 16",
                "probe.cka-frames | -1 | at least 0",
                "pretrain.steps | 0 | at least 1",
                "weights-directory | nowhere | a directory that can be listed"
            })
    void refusesWhatIsOutOfRange(String option, String value, String expected) {
        Configuration config = Configuration.fromMap(GIVEN);
        config.setString(option, value);

        assertThatThrownBy(() -> ProbeSettings.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option %s is %s, expected %s", option, value, expected);
    }

    @Test
    void refusesTwoFilesOfOneUpdateAndNone() {
        assertThatThrownBy(
                        () -> updates("a/update-000000100.safetensors", "b/update-100.safetensors"))
                .hasMessageContaining("Two of the weights files are of update 100");
        assertThatThrownBy(() -> updates()).hasMessageContaining("No weights to probe");
    }

    private static List<Long> updates(String... files) {
        return ProbeWeights.of(Arrays.asList(files)).stream().map(ProbeWeights::update).toList();
    }
}
