package org.retain.operators.file;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter.ResumeRecoverable;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/** Local files under a scheme of their own, on a disk that fills up and forbids deletion. */
public final class TestingFileSystem extends LocalFileSystem {

    /** Scheme of the URIs. */
    public static final String SCHEME = "testing-disk";

    private static final Set<String> UNDELETABLE = ConcurrentHashMap.newKeySet();

    private static volatile long capacity = Long.MAX_VALUE;
    private static volatile Error failure;

    /** URI of a local directory on this file system. */
    public static String uri(java.nio.file.Path directory) {
        return SCHEME + ":" + directory.toAbsolutePath();
    }

    /** Sets how many bytes of a file fit until {@link #repair}. */
    public static void fillUp(long bytesLeft) {
        capacity = bytesLeft;
    }

    /** Forbids to delete the file of a name until {@link #repair}. */
    public static void forbidDeletion(String name) {
        UNDELETABLE.add(name);
    }

    /** Lets whoever opens a file run into an error until {@link #repair}. */
    public static void failReading(Error with) {
        failure = with;
    }

    /** Makes everything work again. */
    public static void repair() {
        failure = null;
        capacity = Long.MAX_VALUE;
        UNDELETABLE.clear();
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public FSDataInputStream open(Path path) throws IOException {
        if (failure != null) {
            throw failure;
        }
        return super.open(path);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        if (UNDELETABLE.contains(path.getName())) {
            throw new IOException("Operation not permitted");
        }
        return super.delete(path, recursive);
    }

    @Override
    public LocalRecoverableWriter createRecoverableWriter() {
        return new LocalRecoverableWriter(this) {
            @Override
            public RecoverableFsDataOutputStream open(Path path) throws IOException {
                return new LimitedStream(super.open(path));
            }
        };
    }

    private static final class LimitedStream extends RecoverableFsDataOutputStream {

        private final RecoverableFsDataOutputStream out;

        LimitedStream(RecoverableFsDataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            int fitting = (int) Math.min(length, capacity - out.getPos());
            out.write(bytes, start, fitting);
            if (fitting < length) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public long getPos() throws IOException {
            return out.getPos();
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void sync() throws IOException {
            out.sync();
        }

        @Override
        public ResumeRecoverable persist() throws IOException {
            return out.persist();
        }

        @Override
        public Committer closeForCommit() throws IOException {
            return out.closeForCommit();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
