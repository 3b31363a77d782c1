package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Path CHECKOUT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)]+)\\)");
    private static final Pattern ROW = Pattern.compile("\\| (`[a-z]+` \\| .+) \\|");

    private static String readme;

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readString(CHECKOUT.resolve("README.md"));
    }

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(words(LINK))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(CHECKOUT.resolve(link)).exists());
    }

    @Test
    void theTableHoldsEveryCommandWithItsSummaryAndNoOther() {
        List<String> rows =
                Retain.commands().stream()
                        .map(command -> "%s | %s".formatted(command.name(), command.summary()))
                        .toList();

        assertThat(words(ROW))
                .as("Rows of the table of commands in README.md: | `name` | summary |")
                .map(row -> row.replace("`", ""))
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    private static List<String> words(Pattern pattern) {
        return pattern.matcher(readme).results().map(m -> m.group(1)).toList();
    }
}
