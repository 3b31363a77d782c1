package org.retain.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
final class DirectoryDeletion {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryDeletion.class);

    private DirectoryDeletion() {}

    static void delete(Path directory) {
        try {
            List<Path> deepestFirst;
            try (Stream<Path> paths = Files.walk(directory)) {
                deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} is gone already", directory);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Temporary directory {} is left behind: {}", directory, e.toString());
        }
    }
}
