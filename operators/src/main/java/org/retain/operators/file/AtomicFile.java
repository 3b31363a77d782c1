package org.retain.operators.file;

import java.io.IOException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;

/** Writes files of which readers see all or nothing. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes a file, and its directories where they are absent; replaces an older file. When it
     * returns, the file outlives a crash. When it fails, an older file is as it was, and nothing
     * half-written remains beside it.
     */
    public static void write(Path path, byte[] bytes) throws IOException {
        FileSystem fileSystem = path.getFileSystem();
        if (path.getParent() != null) {
            fileSystem.mkdirs(path.getParent());
        }
        try (RecoverableFsDataOutputStream out = fileSystem.createRecoverableWriter().open(path)) {
            out.write(bytes);
            out.sync();
            out.closeForCommit().commit();
        } catch (IOException e) {
            deleteUnfinished(fileSystem, path, e);
            throw e;
        }
    }

    /** Flink's writers leave the file under its temporary name, in order to resume it. */
    private static void deleteUnfinished(FileSystem fileSystem, Path path, IOException failure) {
        String prefix = ".%s.inprogress.".formatted(path.getName());
        try {
            FileStatus[] siblings = fileSystem.listStatus(path.getParent());
            if (siblings == null) {
                return;
            }
            for (FileStatus sibling : siblings) {
                if (sibling.getPath().getName().startsWith(prefix)) {
                    fileSystem.delete(sibling.getPath(), false);
                }
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
