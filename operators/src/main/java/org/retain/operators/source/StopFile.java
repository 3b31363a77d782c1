package org.retain.operators.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.retain.operators.file.AtomicFile;

/**
 * The file {@code STOP} in a run's output directory, on any file system that Flink knows: one line,
 * the reason why the run is to end. It outlives crashes, so a run that was told to stop stays told;
 * {@link StoppableSource} heeds it, and a person may create it as well.
 */
public final class StopFile implements Serializable {

    /** Name of the file. */
    public static final String NAME = "STOP";

    private static final long serialVersionUID = 1;
    private static final int MAX_BYTES = 1 << 16;

    private final String location;

    /** The STOP file of a directory, given as a path or URI. */
    public StopFile(String directory) {
        location = new Path(directory, NAME).toString();
    }

    /**
     * Asks the run to stop. The first reason stays: a later call changes nothing.
     *
     * @throws IOException when the file cannot be written; there is then none
     */
    public void write(String reason) throws IOException {
        if (reason.isBlank()) {
            throw new IllegalArgumentException(
                    "%s: the reason to stop is empty, expected one line".formatted(location));
        }
        if (!exists()) {
            String line = reason.strip().replaceAll("\\R", " ") + "\n";
            AtomicFile.write(path(), line.getBytes(UTF_8));
        }
    }

    /** The reason to stop; empty when the run is not to stop. */
    public Optional<String> read() throws IOException {
        if (!exists()) {
            return Optional.empty();
        }
        try (FSDataInputStream in = path().getFileSystem().open(path())) {
            String reason = new String(in.readNBytes(MAX_BYTES), UTF_8).strip();
            return Optional.of(reason.isEmpty() ? "no reason given" : reason);
        } catch (FileNotFoundException e) {
            if (exists()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Where the file lies. */
    @Override
    public String toString() {
        return location;
    }

    private boolean exists() throws IOException {
        return path().getFileSystem().exists(path());
    }

    private Path path() {
        return new Path(location);
    }
}
