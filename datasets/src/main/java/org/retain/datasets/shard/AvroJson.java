package org.retain.datasets.shard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
     * Reads a record.
     *
     * @throws IOException when the text is no such record
     */
    static <T extends SpecificRecord> T read(Schema schema, String json) throws IOException {
        try {
            return new SpecificDatumReader<T>(schema)
                    .read(null, DecoderFactory.get().jsonDecoder(schema, json));
        } catch (AvroRuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
