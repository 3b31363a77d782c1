package org.retain.operators.environment.nethack;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.retain.operators.environment.EnvironmentException;

/**
 * The ttyrec3 recording of one episode, beside the log of all games of this process: {@code
 * nle.<pid>.<episode>.ttyrec3.bz2} and {@code nle.<pid>.xlogfile}, as NLE names them.
 */
final class GameRecording implements AutoCloseable {

    /** NetHack cuts longer paths. */
    private static final int MAX_PREFIX = 400;

    private static final AtomicInteger EPISODES = new AtomicInteger();

    private final String prefix;
    private final String name;
    private final Pointer file;

    private GameRecording(String prefix, String name, Pointer file) {
        this.prefix = prefix;
        this.name = name;
        this.file = file;
    }

    /** Opens the next episode's recording in this directory. */
    static GameRecording open(Path directory) {
        try {
            Files.createDirectories(directory);
            String process = "nle." + ProcessHandle.current().pid() + ".";
            String prefix = directory.toAbsolutePath().resolve(process).toString();
            if (prefix.getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX) {
                throw new IOException("its path is longer than %d bytes".formatted(MAX_PREFIX));
            }
            createIfAbsent(Path.of(prefix + "xlogfile"));
            while (true) {
                String episode = EPISODES.getAndIncrement() + ".ttyrec3.bz2";
                // Claims the number: an earlier process or another class loader may have had it.
                if (createIfAbsent(Path.of(prefix + episode))) {
                    Pointer file = Libc.fopen(prefix + episode, "ab");
                    if (file == null) {
                        throw new IOException("fopen of %s%s failed".formatted(prefix, episode));
                    }
                    return new GameRecording(prefix, process + episode, file);
                }
            }
        } catch (IOException e) {
            throw new EnvironmentException(
                    "Nothing can be recorded in %s (%s): %s; expected a directory that can be written"
                            .formatted(directory, NetHackOptions.RECORDING_DIRECTORY.key(), e),
                    e);
        }
    }

    private static boolean createIfAbsent(Path path) throws IOException {
        try {
            Files.createFile(path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** What the path of the process's log begins with. */
    String prefix() {
        return prefix;
    }

    /** The recording's name in the log. */
    String name() {
        return name;
    }

    /** C's FILE, open until {@link #close}. */
    Pointer file() {
        return file;
    }

    /** Closes the file; the game must have been ended before. */
    @Override
    public void close() {
        Libc.fclose(file);
    }
}
