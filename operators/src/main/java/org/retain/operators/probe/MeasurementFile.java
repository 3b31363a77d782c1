package org.retain.operators.probe;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.parquet.RecordParquet;
import org.retain.operators.file.AtomicFile;

/**
 * The measurements of a probe as {@value #NAME} in its output directory, at any URI that Flink's
 * file systems know: there, and whole, once all have been made.
 */
public final class MeasurementFile {

    /** Name of the file. */
    public static final String NAME = "probe.parquet";

    private static final RecordParquet<Measurement> PARQUET =
            new RecordParquet<>(Measurement.getClassSchema(), Measurement::new);

    private MeasurementFile() {}

    static void write(String directory, List<Measurement> measurements) throws IOException {
        AtomicFile.write(new Path(directory, NAME), PARQUET.encode(measurements));
    }

    /**
     * Reads the file; empty where there is none.
     *
     * @throws IOException when it is damaged or cannot be read
     */
    public static Optional<List<Measurement>> read(String directory) throws IOException {
        Path path = new Path(directory, NAME);
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            return Optional.of(PARQUET.decode(path.toString(), in.readAllBytes()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }
}
