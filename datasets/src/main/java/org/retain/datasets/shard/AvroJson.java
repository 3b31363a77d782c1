package org.retain.datasets.shard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Records as readable JSON, with the fields of their schema. */
final class AvroJson {

    private AvroJson() {}

    static <T extends SpecificRecord> byte[] write(T record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            JsonEncoder encoder = EncoderFactory.get().jsonEncoder(record.getSchema(), bytes, true);
            new SpecificDatumWriter<T>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new AssertionError("Writing to memory failed", e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /**
     * Reads a record from a file, empty where there is no such file.
     *
     * @throws ShardException when the file holds no such record
     */
    static <T extends SpecificRecord> Optional<T> readFile(Path file, Schema schema)
            throws ShardException {
        try {
            String json = Files.readString(file);
            return Optional.of(
                    new SpecificDatumReader<T>(schema)
                            .read(null, DecoderFactory.get().jsonDecoder(schema, json)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | AvroRuntimeException e) {
            throw new ShardException(
                    "%s cannot be read (%s); it may be of another version: preprocess again into an empty directory"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}
