package org.retain.datasets.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;

/**
 * The pages of one column in the row group that is being written: values in Parquet's PLAIN
 * encoding, each page one zstd frame. All columns are required, so there are no levels.
 */
final class PageBuffer {

    /** A page is packed once it holds this much: what zstd's window sees at a time. */
    private static final int PAGE_BYTES = 1 << 20;

    private static final int ZSTD_LEVEL = 3;

    private final ColumnDescriptor column;
    private final PrimitiveType type;
    private final List<Page> pages = new ArrayList<>();
    private Statistics<?> statistics;
    private byte[] bytes = new byte[1 << 12];
    private int length;
    private int values;

    private record Page(byte[] packed, int length, int values, Statistics<?> statistics) {}

    PageBuffer(ColumnDescriptor column) {
        this.column = column;
        this.type = column.getPrimitiveType();
        reset();
    }

    /** Adds a scalar. */
    void add(Object value) {
        if (value instanceof String text) {
            byte[] utf8 = text.getBytes(UTF_8);
            addInt(utf8.length);
            reserve(utf8.length);
            System.arraycopy(utf8, 0, bytes, length, utf8.length);
            length += utf8.length;
            statistics.updateStats(Binary.fromConstantByteArray(utf8));
        } else if (value instanceof Integer number) {
            addInt(number);
            statistics.updateStats(number);
        } else if (value instanceof Long number) {
            addInt(number.intValue());
            addInt((int) (number >>> Integer.SIZE));
            statistics.updateStats(number);
        } else {
            addBit((Boolean) value);
            statistics.updateStats((Boolean) value);
        }
        valueAdded();
    }

    /** Adds a tensor's raw bytes. */
    void add(Tensor tensor, int expected) {
        addInt(expected);
        reserve(expected);
        length += TensorPacking.unpackInto(tensor, bytes, length);
        valueAdded();
    }

    /** Writes the column's pages and empties the buffer. */
    void writeTo(ParquetFileWriter writer, int rows) throws IOException {
        pack();
        writer.startColumn(column, rows, CompressionCodecName.ZSTD);
        for (Page page : pages) {
            // Version 2 pages name one encoding per column. Those of version 1 name two, whose
            // order
            // in the footer changes from one JVM to the next.
            writer.writeDataPageV2(
                    page.values,
                    0,
                    page.values,
                    BytesInput.empty(),
                    BytesInput.empty(),
                    Encoding.PLAIN,
                    BytesInput.from(page.packed),
                    page.length,
                    page.statistics);
        }
        writer.endColumn();
        pages.clear();
    }

    private void valueAdded() {
        values++;
        if (length >= PAGE_BYTES) {
            pack();
        }
    }

    private void pack() {
        if (values > 0) {
            byte[] packed =
                    Zstd.compress(
                            length == bytes.length ? bytes : Arrays.copyOf(bytes, length),
                            ZSTD_LEVEL);
            pages.add(new Page(packed, length, values, statistics));
            reset();
        }
    }

    private void reset() {
        length = 0;
        values = 0;
        // Order has a meaning for scalars only; for tensors it would be computed and stored in
        // vain.
        boolean scalar =
                type.getLogicalTypeAnnotation() != null
                        || type.getPrimitiveTypeName() != PrimitiveType.PrimitiveTypeName.BINARY;
        statistics = scalar ? Statistics.createStats(type) : Statistics.noopStats(type);
    }

    private void addBit(boolean value) {
        if (values % Byte.SIZE == 0) {
            reserve(1);
            bytes[length++] = 0;
        }
        if (value) {
            bytes[length - 1] |= (byte) (1 << values % Byte.SIZE);
        }
    }

    private void addInt(int value) {
        reserve(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
