package org.retain.jobs.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.parquet.RecordParquet;
import org.retain.operators.file.AtomicFile;

/**
 * The files of one run: {@value #DONE} with its row once it is over, {@value #MEASUREMENTS} written
 * before. A run that failed leaves {@value #FAILED} in place of the former, so that it is tried
 * again.
 */
public final class RunFiles {

    static final String DONE = "run.json";
    static final String FAILED = "failure.json";
    static final String MEASUREMENTS = "measurements.parquet";

    private static final RecordParquet<Measurement> PARQUET =
            new RecordParquet<>(Measurement.getClassSchema(), Measurement::new);

    private RunFiles() {}

    /** Writes what became of a run, the mark that it is over last. */
    public static void write(Path directory, RunRecord record) throws IOException {
        write(directory.resolve(MEASUREMENTS), PARQUET.encode(record.measurements()));
        write(
                directory.resolve(record.finished() ? DONE : FAILED),
                json(record.run()).getBytes(UTF_8));
        if (record.finished()) {
            Files.deleteIfExists(directory.resolve(FAILED));
        }
    }

    /** The record of a run that is over; empty where it is not, or failed. */
    public static Optional<RunRecord> read(Path directory) throws IOException {
        Path file = directory.resolve(DONE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Path measurements = directory.resolve(MEASUREMENTS);
        List<Measurement> figures =
                PARQUET.decode(measurements.toString(), Files.readAllBytes(measurements));
        return Optional.of(new RunRecord(run(Files.readString(file)), figures));
    }

    /** Writes a file whole or not at all. */
    public static void write(Path file, byte[] bytes) throws IOException {
        AtomicFile.write(new org.apache.flink.core.fs.Path(file.toUri()), bytes);
    }

    private static String json(ExperimentRun run) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonEncoder encoder =
                EncoderFactory.get().jsonEncoder(ExperimentRun.getClassSchema(), bytes, true);
        new SpecificDatumWriter<>(ExperimentRun.class).write(run, encoder);
        encoder.flush();
        return bytes.toString(UTF_8) + "\n";
    }

    private static ExperimentRun run(String json) throws IOException {
        return new SpecificDatumReader<>(ExperimentRun.class)
                .read(null, DecoderFactory.get().jsonDecoder(ExperimentRun.getClassSchema(), json));
    }
}
