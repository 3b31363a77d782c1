package org.retain.operators.learner;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.retain.datasets.learner.LearnerReport;
import org.retain.operators.file.AtomicFile;

/** The last report of a run, as {@value #NAME} in its output directory: there once it has ended. */
public final class LearnerResult {

    /** Name of the file. */
    public static final String NAME = "result.json";

    private static final int MAX_BYTES = 1 << 24;

    private LearnerResult() {}

    static void write(String directory, LearnerReport report) throws IOException {
        AtomicFile.write(new Path(directory, NAME), (report + "\n").getBytes(UTF_8));
    }

    /**
     * Reads the last report of a run; empty while it goes on.
     *
     * @throws IOException when the file is damaged or cannot be read
     */
    public static Optional<JsonNode> read(String directory) throws IOException {
        Path path = new Path(directory, NAME);
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            return Optional.of(new ObjectMapper().readTree(in.readNBytes(MAX_BYTES)));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }
}
