package org.retain.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;

/** The checkpoints of a command's runs below its output directory, from which it resumes. */
final class RetainedCheckpoints {

    private static final String DIRECTORY = "checkpoints";

    private RetainedCheckpoints() {}

    /** Puts the job's checkpoints there, and has it go on from the newest that is there. */
    static void resume(Configuration config, Path output, CommandContext context) {
        Path directory = output.resolve(DIRECTORY);
        config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
        newest(directory)
                .ifPresent(
                        checkpoint -> {
                            context.err().printf("Goes on from %s%n", checkpoint);
                            config.set(
                                    StateRecoveryOptions.SAVEPOINT_PATH,
                                    checkpoint.toUri().toString());
                        });
    }

    /** The newest whole checkpoint that an earlier run left. */
    private static Optional<Path> newest(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files =
                Files.find(directory, 3, (path, a) -> path.endsWith("_metadata"))) {
            return files.max(Comparator.comparing(RetainedCheckpoints::modified))
                    .map(Path::getParent);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException(
                    "%s: cannot look for checkpoints of an earlier run: %s"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    private static long modified(Path path) {
        try {
            return Files.getLastModifiedTime(path).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
