package org.retain.datasets.nld;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/**
 * The games below a directory, joined with what their xlogfiles say.
 *
 * <pre>{@code
 * NldDirectory directory = NldDirectory.scan(Path.of("nld-aa"));
 * for (NldGame game : directory.games()) { ... }
 * }</pre>
 *
 * <p>The layout is NLD-AA's: {@code <root>/nle_data/<session>/nle.<pid>.<episode>.ttyrec3.bz2}
 * beside {@code nle.<pid>.xlogfile}; the root may as well be {@code nle_data}, a session, or lie
 * higher. Links are followed. A game and its xlogfile line are joined by file name within one
 * directory. Games come in a fixed order: by directory, then pid and episode as numbers. Whatever
 * cannot be read is skipped with a reason; it never fails the scan.
 */
public final class NldDirectory {

    private final List<NldGame> games;
    private final List<PathRemark> skipped;
    private final List<PathRemark> notes;

    NldDirectory(List<NldGame> games, List<PathRemark> skipped, List<PathRemark> notes) {
        this.games = List.copyOf(games);
        this.skipped = List.copyOf(skipped);
        this.notes = List.copyOf(notes);
    }

    /**
     * Looks for games below a directory.
     *
     * @throws IOException when the directory itself is missing or no directory
     */
    public static NldDirectory scan(Path root) throws IOException {
        if (!Files.exists(root)) {
            throw new FileNotFoundException(
                    "No directory %s; give the directory that holds nle_data".formatted(root));
        }
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(
                    root + " is a file; give the directory that holds nle_data");
        }
        NldScan scan = new NldScan(root);
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, scan);
        return scan.result();
    }

    /** The games, in a fixed order. */
    public List<NldGame> games() {
        return games;
    }

    /** Files and directories that could not be used, in the order of the paths. */
    public List<PathRemark> skipped() {
        return skipped;
    }

    /**
     * What is odd but costs no game, in the order of the paths: bad lines of an xlogfile, lines
     * whose recording is not there, games without a line.
     */
    public List<PathRemark> notes() {
        return notes;
    }
}
