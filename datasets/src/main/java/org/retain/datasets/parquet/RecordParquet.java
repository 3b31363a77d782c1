package org.retain.datasets.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;

/**
 * Parquet files of flat Avro records, whole in memory: each field is a required column of its name
 * in snake case.
 *
 * <pre>{@code
 * RecordParquet<Measurement> parquet =
 *         new RecordParquet<>(Measurement.getClassSchema(), Measurement::new);
 * byte[] file = parquet.encode(measurements);
 * }</pre>
 *
 * @param schema of the record, whose fields are strings, numbers and booleans
 * @param newRecord makes an empty record
 * @param <T> the record's class
 */
public record RecordParquet<T extends SpecificRecord>(Schema schema, Supplier<T> newRecord) {

    /** The bytes of a file; the same records give the same bytes. */
    public byte[] encode(List<T> records) throws IOException {
        MessageType columns = columns();
        MemoryOutputFile file = new MemoryOutputFile();
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(file)
                        .withConf(new PlainParquetConfiguration())
                        .withType(columns)
                        .build()) {
            for (T element : records) {
                SimpleGroup row = new SimpleGroup(columns);
                for (Schema.Field field : schema.getFields()) {
                    FlatColumns.add(row, field, element.get(field.pos()));
                }
                writer.write(row);
            }
        }
        return file.bytes();
    }

    /**
     * Reads the bytes of a file, in order.
     *
     * @param name what the bytes are, for messages
     * @throws InvalidShardException when they are damaged or a file of something else
     */
    public List<T> decode(String name, byte[] bytes) throws InvalidShardException {
        try {
            MemoryInputFile file = new MemoryInputFile(bytes);
            MessageType found = GroupFile.schema(file);
            if (!found.equals(columns())) {
                throw new IllegalArgumentException(
                        "it has the columns %s, expected %s"
                                .formatted(found.getFields(), columns().getFields()));
            }
            List<T> records = new ArrayList<>();
            GroupFile.read(
                    file,
                    row -> {
                        T element = newRecord.get();
                        schema.getFields().forEach(field -> FlatColumns.put(element, field, row));
                        records.add(element);
                    });
            return records;
        } catch (IOException | RuntimeException e) {
            throw new InvalidShardException(
                    name,
                    "no Parquet file of records %s: %s".formatted(schema.getName(), e.getMessage()),
                    e);
        }
    }

    private MessageType columns() {
        return new MessageType(
                schema.getName(), schema.getFields().stream().map(FlatColumns::type).toList());
    }
}
