package org.retain.datasets.shard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that one owner at a time has locked, among all processes and within this one. The lock
 * goes with the process; the file stays.
 */
public final class LockFile implements Closeable {

    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a file, which is made with its directory where it is absent.
     *
     * @return empty when somebody else has it
     * @throws IOException when the file cannot be made or locked
     */
    public static Optional<LockFile> tryAcquire(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean mine = false;
        try {
            mine = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held within this JVM.
        } finally {
            if (!mine) {
                channel.close();
            }
        }
        return mine ? Optional.of(new LockFile(channel)) : Optional.empty();
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
