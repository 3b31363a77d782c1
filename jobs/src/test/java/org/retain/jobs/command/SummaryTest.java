package org.retain.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void isOneLineOfJsonInTheOrderOfAddition() {
        Summary summary =
                new Summary()
                        .with("zebra", 1L)
                        .with("apple", 0.5)
                        .with("done", true)
                        .with("none", null)
                        .with("skipped", List.of(Map.of("file", "a\nb", "reason", "\"empty\"")));

        assertThat(summary.json())
                .startsWith("{\"zebra\":1,\"apple\":0.5,\"done\":true,\"none\":null,\"skipped\":[{")
                .contains("\"file\":\"a\\nb\"")
                .doesNotContain("\n");
    }

    @Test
    void alignsValuesForAPerson() {
        Summary summary =
                new Summary()
                        .with("frames", 31_000_000L)
                        .with("frames_per_second", 26123.456)
                        .with("ratio", 0.123456)
                        .with("loss", Double.NaN)
                        .with("skipped", List.of("a", "b"))
                        .with("dropped", Map.of())
                        .with(
                                "student",
                                new TreeMap<>(Map.of("course", List.of(1, 2, 3), "score", 0.5)));

        assertThat(summary.text().lines())
                .containsExactly(
                        "frames             31,000,000",
                        "frames_per_second  26,123",
                        "ratio              0.1235",
                        "loss               NaN",
                        "skipped            2",
                        "dropped            none",
                        "student            course 3, score 0.5");
    }

    @Test
    void refusesWhatJsonHasNot() {
        Summary summary = new Summary().with("output", "/x");

        assertThatThrownBy(() -> summary.with("path", Path.of("/x")))
                .hasMessageContaining("'path' is a sun.nio.fs.UnixPath");
        assertThatThrownBy(() -> summary.with("paths", List.of(Path.of("/x"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> summary.with("output", "/y")).hasMessageContaining("twice");
    }
}
