package org.retain.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionParserTest {

    @TempDir private Path directory;

    @Test
    void readsEveryTypeFromTheCommandLine() {
        Configuration parsed =
                parse(
                        "--output",
                        "/a b/c",
                        "--mill.lanes=3",
                        "--mill.rate",
                        "-1.5",
                        "--mill.pause",
                        "2 min",
                        "--mill.space",
                        "3 mb",
                        "--mill.order",
                        "shuffled",
                        "--dry");

        assertThat(parsed.get(TestingCommand.OUTPUT)).isEqualTo("/a b/c");
        assertThat(parsed.get(TestingCommand.LANES)).isEqualTo(3);
        assertThat(parsed.get(TestingCommand.RATE)).isEqualTo(-1.5);
        assertThat(parsed.get(TestingCommand.PAUSE)).isEqualTo(Duration.ofMinutes(2));
        assertThat(parsed.get(TestingCommand.SPACE)).isEqualTo(MemorySize.ofMebiBytes(3));
        assertThat(parsed.get(TestingCommand.ORDER)).isEqualTo(TestingCommand.Order.SHUFFLED);
        assertThat(parsed.get(TestingCommand.DRY)).isTrue();
    }

    @Test
    void keepsDefaultsOfWhatIsNotGiven() {
        Configuration parsed = parse();

        assertThat(parsed.get(TestingCommand.LANES)).isEqualTo(64);
        assertThat(parsed.get(TestingCommand.DRY)).isFalse();
        assertThat(parsed.getOptional(TestingCommand.OUTPUT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"--role Mon Val|", "--role Mon --role Val|", "--role Mon;Val|"})
    void takesAListInAnyOfThreeWays(String line) {
        assertThat(parse(line.split(" ")).get(TestingCommand.ROLE)).containsExactly("Mon", "Val");
    }

    @Test
    void givesTheRestToThePositionalOption() {
        Configuration parsed =
                sacks("--role", "Mon", "--dry", "a;b.bz2", "[c].bz2", "--mill.lanes", "2", "1");

        assertThat(parsed.get(TestingCommand.SACKS)).containsExactly("a;b.bz2", "[c].bz2", "1");
        assertThat(parsed.get(TestingCommand.ROLE)).containsExactly("Mon");
        assertThat(parsed.get(TestingCommand.DRY)).isTrue();
    }

    @Test
    void putsTheCommandLineBeforeTheFileAndTheFileBeforeTheDefault() throws IOException {
        Path file = file("mill:\n  lanes: 8\n  rate: 2\nrole: [Mon, Val]\nmill.pause: 1 s\n");

        Configuration parsed = parse("--config", file.toString(), "--mill.lanes", "9");

        assertThat(parsed.get(TestingCommand.LANES)).isEqualTo(9);
        assertThat(parsed.get(TestingCommand.RATE)).isEqualTo(2.0);
        assertThat(parsed.get(TestingCommand.PAUSE)).isEqualTo(Duration.ofSeconds(1));
        assertThat(parsed.get(TestingCommand.ROLE)).containsExactly("Mon", "Val");
        assertThat(parsed.get(TestingCommand.SPACE)).isEqualTo(MemorySize.ofMebiBytes(64));
    }

    @Test
    void readsAMapAsOneValueOrByItsEntries() throws IOException {
        Path file = file("mill:\n  stones: {upper: flint, lower: chalk}\n");

        assertThat(parse("--mill.stones", "upper:lava,lower:tuff").get(TestingCommand.STONES))
                .containsOnly(Map.entry("upper", "lava"), Map.entry("lower", "tuff"));
        assertThat(parse("--config", file.toString()).get(TestingCommand.STONES))
                .containsOnly(Map.entry("upper", "flint"), Map.entry("lower", "chalk"));
        assertThat(parse("-Dmill.stones.lower=slate").get(TestingCommand.STONES))
                .containsOnly(Map.entry("lower", "slate"));
        assertThat(parse("--mill.stones.lower", "slate", "--mill.stones.upper=lava"))
                .extracting(parsed -> parsed.get(TestingCommand.STONES))
                .isEqualTo(Map.of("lower", "slate", "upper", "lava"));
    }

    @Test
    void passesFlinkSettingsOn() throws IOException {
        Path file = file("state.backend.type: rocksdb\n");

        Configuration parsed =
                parse("--config", file.toString(), "-Dparallelism.default=3", "-Drest.port=0");

        assertThat(parsed.toMap())
                .containsEntry("state.backend.type", "rocksdb")
                .containsEntry("parallelism.default", "3")
                .containsEntry("rest.port", "0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rol Mon|Unknown option --rol for grind; did you mean --role?",
                "--lanes 3|Unknown option --lanes for grind; did you mean --mill.lanes?",
                "--mill.laens=3|Unknown option --mill.laens for grind; did you mean --mill.lanes?",
                "--role Mon --outputs 3|Unknown option --outputs for grind; did you mean --output?",
                "--zzzzzzzz 3|Unknown option --zzzzzzzz for grind; --help lists what there is",
                "-Dmill.lane=3|Unknown option -Dmill.lane for grind; did you mean -Dmill.lanes?",
                "stray|Unexpected argument 'stray' for grind",
                "--mill.lanes many|--mill.lanes is 'many', expected a whole number",
                "-Dmill.lanes=1.5|-Dmill.lanes is '1.5', expected a whole number",
                "--mill.order up|--mill.order is 'up', expected one of ROUND_ROBIN, SHUFFLED",
                "--mill.pause soon|--mill.pause is 'soon', expected a duration such as 500 ms, 10 s"
                        + " or 2 min",
                "--mill.lanes --dry|Expected parameter for option '--mill.lanes' but found '--dry'"
                        + " for grind",
                "--config /no/such.yaml|--config: no readable file at /no/such.yaml; give the path"
                        + " of a YAML file",
            })
    void saysWhatIsWrongAndWhatWasExpected(String line, String message) {
        assertThatThrownBy(() -> parse(line.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mill: {lane: 3}|Unknown option mill.lane in FILE for grind; did you mean mill.lanes?",
                "rol: Mon|Unknown option rol in FILE for grind; did you mean role?",
                "banana: 3|Unknown option banana in FILE for grind; --help lists what there is",
                "mill.lanes: many|'mill.lanes' in FILE is 'many', expected a whole number",
                "mill.lanes:|--config FILE: 'mill.lanes' has no value; give one or remove the line",
                "just words|--config FILE: expected lines such as 'key: value', found something else",
            })
    void saysWhatIsWrongInTheFile(String text, String message) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> parse("--config", file.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }

    @Test
    void saysWhereBrokenYamlBreaks() throws IOException {
        Path file = file("mill:\n  lanes: [1\n");

        assertThatThrownBy(() -> parse("--config", file.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--config " + file + " is not valid YAML")
                .hasMessageContaining("line 3");
    }

    @Test
    void acceptsKeysOfOtherCommandsInTheFile() throws IOException {
        Path file = file("mill.speed: 3\nmill.lanes: 4\n");

        Configuration parsed =
                new OptionParser(
                                OptionSpecification.of(grind()),
                                Set.of("mill.speed"),
                                OptionParser.Foreign.REFUSED)
                        .parse("--config", file.toString());

        assertThat(parsed.get(TestingCommand.LANES)).isEqualTo(4);
    }

    @Test
    void namesWhatIsRequiredWithItsMeaning() {
        Command command = grind().requiring(TestingCommand.OUTPUT).withSacks();

        assertThatThrownBy(() -> parse(command))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "grind needs --output (Directory to write.) and SACK (Sacks to grind.)");
    }

    @Test
    void takesWhatIsRequiredFromTheFileToo() throws IOException {
        Path file = file("output: /x\n");

        Configuration parsed =
                parse(grind().requiring(TestingCommand.OUTPUT), "--config", file.toString());

        assertThat(parsed.get(TestingCommand.OUTPUT)).isEqualTo("/x");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("run.yaml"), text);
    }

    private static Configuration parse(String... args) {
        return parse(grind(), args);
    }

    private static Configuration sacks(String... args) {
        return parse(grind().withSacks(), args);
    }

    private static Configuration parse(Command command, String... args) {
        return new OptionParser(
                        OptionSpecification.of(command), Set.of(), OptionParser.Foreign.REFUSED)
                .parse(args);
    }

    private static TestingCommand grind() {
        return new TestingCommand("grind", (configuration, context) -> new Summary());
    }
}
