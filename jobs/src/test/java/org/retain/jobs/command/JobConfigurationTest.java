package org.retain.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class JobConfigurationTest {

    private static final List<ConfigOption<?>> OPTIONS =
            List.of(TestingCommand.LANES, TestingCommand.ROLE, TestingCommand.OUTPUT);

    @Test
    void passesArgumentsThatFlinkMeantForItsEntryPoint() {
        Configuration parsed =
                parse("--host", "10.0.0.1", "--mill.lanes", "3", "--webui-port", "8081", "-x", "y");

        assertThat(parsed.get(TestingCommand.LANES)).isEqualTo(3);
    }

    @Test
    void doesNotSwallowForeignArgumentsIntoAList() {
        Configuration parsed = parse("--role", "Mon", "Val", "--host", "10.0.0.1");

        assertThat(parsed.get(TestingCommand.ROLE)).containsExactly("Mon", "Val");
    }

    @Test
    void setsFlinkSettings() {
        assertThat(parse("-Dparallelism.default=2").toMap())
                .containsEntry("parallelism.default", "2");
    }

    @Test
    void refusesAnUnknownKeyUnderAPrefixOfOurs() {
        assertThatThrownBy(() -> parse("--mill.velocity", "3"))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "Unknown option --mill.velocity for FineTuneJob; did you mean"
                                + " --mill.lanes?");
    }

    @Test
    void refusesASlipOfTheFinger() {
        assertThatThrownBy(() -> parse("--ouptut", "/x"))
                .isInstanceOf(UsageException.class)
                .hasMessage("Unknown option --ouptut for FineTuneJob; did you mean --output?");
    }

    @Test
    void refusesAValueOfTheWrongType() {
        assertThatThrownBy(() -> parse("--mill.lanes", "many"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--mill.lanes is 'many', expected a whole number");
    }

    private static Configuration parse(String... args) {
        return JobConfiguration.fromArgs("FineTuneJob", args, OPTIONS);
    }
}
