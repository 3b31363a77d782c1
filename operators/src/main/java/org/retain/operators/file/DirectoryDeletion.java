package org.retain.operators.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes temporary directories; what cannot be deleted is logged, for nothing depends on it any
 * more.
 */
public final class DirectoryDeletion {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryDeletion.class);

    private static final int ATTEMPTS = 5;

    private DirectoryDeletion() {}

    /** Deletes a directory and all in it. */
    public static void delete(Path directory) {
        IOException failure = null;
        // A thread that still ends may remove a file between its listing and its deletion.
        for (int attempt = 0; attempt < ATTEMPTS && Files.exists(directory); attempt++) {
            try {
                deleteOnce(directory);
            } catch (IOException e) {
                failure = e;
            } catch (UncheckedIOException e) {
                failure = e.getCause();
            }
        }
        if (Files.exists(directory)) {
            LOG.warn(
                    "Temporary directory {} is left behind: {}",
                    directory,
                    String.valueOf(failure));
        }
    }

    private static void deleteOnce(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
