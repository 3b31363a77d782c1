package org.retain.datasets.parquet;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;

/** Reads small Parquet files row by row. */
final class GroupFile {

    private GroupFile() {}

    static MessageType schema(InputFile file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(file)) {
            return reader.getFileMetaData().getSchema();
        }
    }

    static Map<String, String> metadata(InputFile file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(file)) {
            return reader.getFileMetaData().getKeyValueMetaData();
        }
    }

    static void read(InputFile file, Consumer<Group> rows) throws IOException {
        try (ParquetReader<Group> reader = new Builder(file).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.accept(row);
            }
        }
    }

    private static final class Builder extends ParquetReader.Builder<Group> {

        Builder(InputFile file) {
            super(file, new PlainParquetConfiguration());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
