package org.retain.operators.file;

import java.net.URI;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;

/** Makes Flink find {@link TestingFileSystem} under its scheme. */
public final class TestingFileSystemFactory implements FileSystemFactory {

    @Override
    public String getScheme() {
        return TestingFileSystem.SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
        return new TestingFileSystem();
    }
}
