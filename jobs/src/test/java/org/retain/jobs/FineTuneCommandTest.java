package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.jobs.command.CommandException;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.source.StopFile;

/** Tests for what {@link FineTuneCommand} makes of the STOP file of an earlier run. */
class FineTuneCommandTest {

    @TempDir private Path directory;

    private final Configuration config = new Configuration();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void choose() {
        config.set(LearnerOptions.ALGORITHM, Algorithm.PPO);
        config.set(LearnerOptions.OUTPUT, directory.toString());
    }

    @Test
    void refusesTheDirectoryOfARunThatHasEnded() throws Exception {
        assertThatCode(this::check).doesNotThrowAnyException();

        new StopFile(directory.toString()).write("100 updates were applied");

        assertThatThrownBy(this::check)
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        directory.resolve("STOP")
                                + " says '100 updates were applied': a run in this directory has ended; give another --output, or delete the file to go on");
    }

    @Test
    void goesOnFromACheckpointOfARunThatHasEnded() throws Exception {
        new StopFile(directory.toString()).write("100 updates were applied");
        config.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:///checkpoints/chk-7");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void leavesTheFileAloneWhereTrainingHappensElsewhere() throws Exception {
        new StopFile(directory.toString()).write("100 updates were applied");
        config.set(LearnerOptions.ALGORITHM, Algorithm.EXTERNAL);

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void saysThatItCannotLookWhereOnlyTheClusterKnowsTheFileSystem() {
        config.set(LearnerOptions.OUTPUT, "elsewhere://bucket/run");

        check();

        assertThat(printed.toString())
                .contains("elsewhere://bucket/run/STOP cannot be looked for from here");
    }

    private void check() {
        FineTuneCommand.requireNoStop(config, new PrintStream(printed, true));
    }
}
