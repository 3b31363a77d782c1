package org.retain.jobs.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The log file of one run of a command, under the state directory. It must be opened before
 * anything logs, since the logging configuration takes its path from a system property.
 */
final class CommandLog {

    private static final int KEPT = 30;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private CommandLog() {}

    /** Names the log file of this run, which comes to be with its first line. */
    static Path open(String command, boolean verbose) {
        Path directory = directory();
        prune(directory);
        Path file =
                directory.resolve(
                        "%s-%s-%d.log"
                                .formatted(
                                        LocalDateTime.now().format(TIME),
                                        command,
                                        ProcessHandle.current().pid()));
        System.setProperty("retain.log", file.toString());
        if (verbose) {
            System.setProperty("retain.console.level", "INFO");
        }
        return file;
    }

    private static Path directory() {
        Path wanted = StateDirectory.path().resolve("logs");
        try {
            return Files.createDirectories(wanted);
        } catch (IOException e) {
            return Path.of(System.getProperty("java.io.tmpdir"));
        }
    }

    private static void prune(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> logs =
                    files.filter(file -> file.getFileName().toString().matches("\\d{8}-.*\\.log"))
                            .sorted(Comparator.reverseOrder())
                            .toList();
            for (Path old : logs.subList(Math.min(KEPT, logs.size()), logs.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            // Old logs are a nuisance, not a reason to refuse the command.
            return;
        }
    }
}
