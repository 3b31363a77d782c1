package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)]+)\\)");
    private static final Pattern TABLE =
            Pattern.compile(
                    "(?<=\\| command \\| what it does \\|\\n\\| --- \\| --- \\|\\n)(\\|[^\\n]*\\n)*");

    private static String readme;

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readString(README);
        if (System.getProperty("retain.regenerate") != null) {
            readme = TABLE.matcher(readme).replaceFirst(Matcher.quoteReplacement(rows()));
            Files.writeString(README, readme);
        }
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> links = LINK.matcher(readme).results().map(m -> m.group(1)).toList();

        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(README.resolveSibling(link)).exists());
    }

    @Test
    void theTableHoldsEveryCommandWithItsSummary() {
        assertThat(TABLE.matcher(readme).results().map(MatchResult::group))
                .as(
                        "Table of commands in README.md; write it with -Dtest=ReadmeTest -Dretain.regenerate")
                .containsExactly(rows());
    }

    private static String rows() {
        return Retain.commands().stream()
                .map(c -> "| `%s` | %s |\n".formatted(c.name(), c.summary()))
                .collect(Collectors.joining());
    }
}
