package org.retain.operators.environment.nethack;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.retain.operators.file.DirectoryDeletion;

/**
 * The directory in which a slot's game keeps its levels: temporary, deleted on close or, at the
 * latest, when the process ends in an orderly way.
 */
final class GameDirectory implements AutoCloseable {

    /** What its name begins with, before the process's number. */
    static final String PREFIX = "retain-nethack-";

    private static final Set<String> KEPT =
            Set.of(NetHackInstallation.DATA, NetHackInstallation.LIBRARY);
    private static final List<String> EMPTY_FILES =
            List.of("perm", "record", "logfile", "xlogfile");

    private static final Set<Path> OPEN = new HashSet<>();
    private static Thread hook;

    private final Path path;

    private GameDirectory(Path path) {
        this.path = path;
    }

    /** Makes one with all that a game expects to find. */
    static GameDirectory create(Path data) throws IOException {
        GameDirectory directory =
                new GameDirectory(
                        Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-"));
        register(directory.path);
        try {
            Files.createSymbolicLink(
                    directory.path.resolve(NetHackInstallation.DATA), data.toAbsolutePath());
            directory.clear();
        } catch (IOException e) {
            directory.close();
            throw e;
        }
        return directory;
    }

    /**
     * Makes it as it was before the first game. The list of best games would otherwise grow from
     * game to game, and names statues and corpses in later ones.
     */
    void clear() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                if (!KEPT.contains(entry.getFileName().toString())) {
                    DirectoryDeletion.delete(entry);
                }
            }
        }
        for (String file : EMPTY_FILES) {
            Files.createFile(path.resolve(file));
        }
        Files.createDirectory(path.resolve("save"));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        DirectoryDeletion.delete(path);
        unregister(path);
    }

    private static void register(Path path) {
        synchronized (OPEN) {
            OPEN.add(path);
            if (hook == null) {
                hook = new Thread(GameDirectory::deleteAll, "nethack-directories");
                Runtime.getRuntime().addShutdownHook(hook);
            }
        }
    }

    private static void unregister(Path path) {
        synchronized (OPEN) {
            // A hook that stays would keep the class loader of a finished Flink job.
            if (OPEN.remove(path) && OPEN.isEmpty() && hook != null) {
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) {
                    return; // the process ends already
                }
                hook = null;
            }
        }
    }

    private static void deleteAll() {
        synchronized (OPEN) {
            OPEN.forEach(DirectoryDeletion::delete);
        }
    }
}
