package org.retain.datasets.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Reads one column of a row group value by value. A page is unpacked when its first value is asked
 * for, or never if all of them are skipped.
 */
final class ColumnCursor {

    private final Path file;
    private final ColumnDescriptor column;
    private final PageReader pages;
    private ByteBuffer page = ByteBuffer.allocate(0);
    private int valuesInPage;
    private int valuesRead;

    ColumnCursor(Path file, ColumnDescriptor column, PageReader pages) {
        this.file = file;
        this.column = column;
        this.pages = pages;
    }

    /** The next scalar. */
    Object nextScalar() throws IOException {
        nextPage();
        PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
        int index = valuesRead++;
        return switch (type) {
            case INT32 -> page.getInt();
            case INT64 -> page.getLong();
            case BOOLEAN -> (page.get(index / Byte.SIZE) >> index % Byte.SIZE & 1) == 1;
            case BINARY -> UTF_8.decode(bytes()).toString();
            default -> throw new AssertionError(type);
        };
    }

    /** The next BINARY value: a view of the page, not a copy. */
    ByteBuffer nextBytes(int expected) throws IOException {
        nextPage();
        valuesRead++;
        ByteBuffer value = bytes();
        if (value.remaining() != expected) {
            throw damaged(
                    "a value has %,d bytes, its segment needs %,d"
                            .formatted(value.remaining(), expected),
                    null);
        }
        return value;
    }

    private ByteBuffer bytes() throws IOException {
        int length = page.remaining() < Integer.BYTES ? -1 : page.getInt();
        if (length < 0 || length > page.remaining()) {
            throw damaged("a value ends outside its page", null);
        }
        ByteBuffer value = page.slice(page.position(), length);
        page.position(page.position() + length);
        return value;
    }

    private void nextPage() throws IOException {
        while (valuesRead == valuesInPage) {
            DataPage next;
            try {
                next = pages.readPage();
            } catch (RuntimeException e) {
                throw damaged(String.valueOf(e.getMessage()), e);
            }
            if (next == null) {
                throw damaged("the row group has more rows than values", null);
            }
            if (!(next instanceof DataPageV2 plain) || plain.getDataEncoding() != Encoding.PLAIN) {
                throw new InvalidShardException(
                        file,
                        "column %s is not PLAIN in version 2 pages; another program rewrote the"
                                        .formatted(column.getPath()[0])
                                + " file: preprocess again");
            }
            page = plain.getData().toByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
            valuesInPage = plain.getValueCount();
            valuesRead = 0;
        }
    }

    private InvalidShardException damaged(String what, Throwable cause) {
        return new InvalidShardException(
                file,
                "column %s is damaged: %s; remove the file and preprocess again"
                        .formatted(column.getPath()[0], what),
                cause);
    }
}
