package org.retain.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {

    @TempDir private Path state;

    @BeforeEach
    void useOwnState() {
        System.setProperty("retain.state", state.toString());
    }

    @AfterEach
    void forgetState() {
        System.clearProperty("retain.state");
    }

    @Test
    void printsTheSummaryAndReturnsZero() {
        TestingRun run =
                run(
                        (configuration, context) -> {
                            context.out().println("a result");
                            return new Summary().with("games", 1200).with("name", "x");
                        });

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).containsExactly("a result", "games  1,200", "name   x");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void printsNothingButOneJsonLineOnStandardOutput() {
        TestingRun run =
                run(
                        (configuration, context) -> {
                            context.out().println("a result");
                            context.progress("Grinding", "sacks", 3).close();
                            return new Summary()
                                    .with("games", 1200)
                                    .with("skipped", List.of("a", "b"));
                        },
                        "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).containsExactly("{\"games\":1200,\"skipped\":[\"a\",\"b\"]}");
        assertThat(run.err()).contains("a result").contains("Grinding: 0 of 3 sacks");
    }

    @Test
    void showsAnExpectedFailureByItsMessageAlone() {
        TestingRun run =
                run(
                        (configuration, context) -> {
                            throw new IOException(new CommandException("The barn is full"));
                        });

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly("The barn is full");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void reportsAFailureAsJsonWhenAskedForJson() {
        TestingRun run =
                run(
                        (configuration, context) -> {
                            throw new CommandException("The \"barn\" is full");
                        },
                        "--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine()).isEqualTo("{\"error\":\"The \\\"barn\\\" is full\"}");
    }

    @Test
    void showsTheRootOfAnUnexpectedFailureAndWhereTheLogIs() {
        TestingRun run =
                run(
                        (configuration, context) -> {
                            throw new IllegalStateException(
                                    "outer", new IOException("No space left"));
                        });

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .hasSize(2)
                .first()
                .isEqualTo("grind failed: IOException: No space left");
        assertThat(run.err()).contains(state.resolve("logs").toString()).contains("-grind-");
    }

    @Test
    void showsTheStackTraceWhenVerbose() {
        TestingRun run =
                run(
                        (configuration, context) -> {
                            throw new CommandException("The barn is full");
                        },
                        "--verbose");

        assertThat(run.err()).contains("\tat " + LauncherTest.class.getName());
        System.clearProperty("retain.console.level");
    }

    @Test
    void returnsTwoForAMistakeOnTheCommandLine() {
        TestingRun run = run((configuration, context) -> new Summary(), "--rol", "Mon");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly("Unknown option --rol for grind; did you mean --role?");
    }

    @Test
    void returnsTwoForAValueThatTheCommandRefuses() {
        TestingRun run =
                run(
                        (configuration, context) -> {
                            throw new UsageException("--mill.lanes is 0, expected 1 or more");
                        },
                        "--mill.lanes",
                        "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).containsExactly("--mill.lanes is 0, expected 1 or more");
    }

    @Test
    void namesTheNearestCommand() {
        TestingRun near = TestingRun.of(List.of(grind(), sieve()), new StopToken(), "griend");
        TestingRun far = TestingRun.of(List.of(grind(), sieve()), new StopToken(), "dance");

        assertThat(near.exitCode()).isEqualTo(2);
        assertThat(near.err().strip()).isEqualTo("Unknown command griend; did you mean grind?");
        assertThat(far.exitCode()).isEqualTo(2);
        assertThat(far.err().strip())
                .isEqualTo("Unknown command dance; ./retain help lists the commands");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h", ""})
    void listsTheCommandsWithALineEach(String word) {
        String[] args = word.isEmpty() ? new String[0] : new String[] {word};

        TestingRun run = TestingRun.of(List.of(grind(), sieve()), new StopToken(), args);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .contains(
                        "  grind  Grind corn with the grind", "  sieve  Grind corn with the sieve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grind --help", "grind -h", "help grind", "grind --nonsense --help"})
    void helpNamesEveryOptionWithMeaningAndDefault(String line) {
        TestingRun run = TestingRun.of(grind(), line.split(" "));

        assertThat(run.exitCode()).isZero();
        String help = run.out().replaceAll("\\s+", " ");
        assertThat(help).startsWith("Usage: ./retain grind [OPTIONS]");
        for (ConfigOption<?> option : grind().options()) {
            assertThat(help).contains("--" + option.key()).contains(OptionText.description(option));
        }
        assertThat(help)
                .contains("100% of them fine. Default: 64")
                .contains("Default: 90 s")
                .contains("Default: 64 mb")
                .contains("--mill.order <ROUND_ROBIN|SHUFFLED>")
                .contains("Default: ROUND_ROBIN")
                .contains("--json [true|false] Print", "--verbose", "--config <text>")
                .contains("-D <key=value>");
    }

    @Test
    void helpShowsArgumentsWithoutAName() {
        TestingRun run = TestingRun.of(grind().withSacks(), "grind", "--help");

        assertThat(run.out())
                .contains("Usage: ./retain grind [OPTIONS] [SACK...]")
                .contains("Sacks to grind.");
    }

    @Test
    void aStoppedCommandEndsInTimeAndIsNoSuccess() {
        StopToken stop = new StopToken();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Command endless =
                new TestingCommand(
                        "endless",
                        (configuration, context) -> {
                            begun.complete(null);
                            while (true) {
                                context.stop().await(Duration.ofMinutes(1));
                                context.stop().check();
                            }
                        });
        CompletableFuture<Void> request = begun.thenRunAsync(stop::request);

        TestingRun run = TestingRun.of(List.of(endless), stop, "endless");

        request.join();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly("endless stopped before its end");
    }

    @Test
    void keepsOnlyTheNewestLogs() throws IOException {
        Path logs = Files.createDirectories(state.resolve("logs"));
        for (int i = 0; i < 40; i++) {
            Files.createFile(logs.resolve("20260101-0000%02d-grind-1.log".formatted(i)));
        }
        Files.createFile(logs.resolve("jobmanager.log"));

        run((configuration, context) -> new Summary());

        try (var files = Files.list(logs)) {
            assertThat(files.map(f -> f.getFileName().toString()).sorted().toList())
                    .hasSize(31)
                    .contains("jobmanager.log")
                    .doesNotContain("20260101-000009-grind-1.log")
                    .contains("20260101-000010-grind-1.log");
        }
    }

    private static TestingRun run(TestingCommand.Body body, String... args) {
        String[] line = new String[args.length + 1];
        line[0] = "grind";
        System.arraycopy(args, 0, line, 1, args.length);
        return TestingRun.of(new TestingCommand("grind", body), line);
    }

    private static TestingCommand grind() {
        return new TestingCommand("grind", (configuration, context) -> new Summary());
    }

    private static TestingCommand sieve() {
        return new TestingCommand("sieve", (configuration, context) -> new Summary());
    }
}
