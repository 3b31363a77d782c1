package org.retain.operators.evaluation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.retain.datasets.parquet.EpisodeParquet;
import org.retain.operators.file.AtomicFile;

/**
 * The episodes of an evaluation as {@value #NAME} in its output directory, at any URI that Flink's
 * file systems know: there, and whole, once all have been played.
 */
public final class EpisodeFile {

    /** Name of the file. */
    public static final String NAME = "episodes.parquet";

    private EpisodeFile() {}

    static void write(String directory, EpisodeParquet file) throws IOException {
        AtomicFile.write(new Path(directory, NAME), file.encode());
    }

    /**
     * Reads the file; empty where there is none.
     *
     * @throws IOException when it is damaged or cannot be read
     */
    public static Optional<EpisodeParquet> read(String directory) throws IOException {
        Path path = new Path(directory, NAME);
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            return Optional.of(EpisodeParquet.decode(path.toString(), in.readAllBytes()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }
}
