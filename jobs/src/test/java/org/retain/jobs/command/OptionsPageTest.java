package org.retain.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.retain.jobs.Retain;

class OptionsPageTest {

    private static final Path PAGE = Path.of("options.md");

    /** First words of Flink's keys: an option of ours among them would make Flink's an error. */
    private static final Set<String> OF_FLINK =
            Set.of(
                    "blob",
                    "classloader",
                    "client",
                    "cluster",
                    "env",
                    "execution",
                    "fs",
                    "heartbeat",
                    "high-availability",
                    "io",
                    "jobmanager",
                    "kubernetes",
                    "metrics",
                    "parallelism",
                    "pekko",
                    "pipeline",
                    "process",
                    "rest",
                    "restart-strategy",
                    "security",
                    "slot",
                    "slotmanager",
                    "state",
                    "table",
                    "taskmanager",
                    "web");

    @Test
    void pageTellsEveryOptionWithItsPresentDefault() throws IOException {
        String rendered = new OptionsPage(Retain.commands()).render();
        if (System.getProperty("retain.regenerate") != null) {
            Files.writeString(PAGE, rendered);
        }

        assertThat(PAGE)
                .as("jobs/options.md; it tells itself how to write it anew")
                .exists()
                .hasContent(rendered);
    }

    @Test
    void everyOptionOfACommandComesFromAnOptionsClass() {
        List<ConfigOption<?>> declared = declared();

        for (Command command : Retain.commands()) {
            assertThat(declared)
                    .as(command.name())
                    .containsAll(OptionSpecification.of(command).all());
        }
    }

    @Test
    void everyOptionIsDescribedInWholeSentences() {
        assertThat(declared())
                .allSatisfy(option -> assertThat(OptionText.description(option)).endsWith("."));
    }

    @Test
    void keysAreKebabCaseAndNeverAmongThoseOfFlink() {
        assertThat(declared())
                .extracting(ConfigOption::key)
                .allSatisfy(
                        key -> {
                            assertThat(key).matches("[a-z][a-z0-9]*([.-][a-z0-9]+)*");
                            // Every setting of Flink has a dot, so a lone word clashes with none.
                            if (key.contains(".")) {
                                assertThat(OF_FLINK).doesNotContain(key.replaceFirst("\\..*", ""));
                            }
                        });
    }

    private static List<ConfigOption<?>> declared() {
        return OptionsPage.optionClasses().stream()
                .flatMap(type -> OptionsPage.options(type).stream())
                .toList();
    }
}
