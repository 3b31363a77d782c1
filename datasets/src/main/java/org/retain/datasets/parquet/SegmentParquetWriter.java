package org.retain.datasets.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;

/**
 * Writes {@link Segment}s to a Parquet file.
 *
 * <pre>{@code
 * try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
 *     for (Segment segment : segments) {
 *         writer.write(segment);
 *     }
 *     writer.finish();
 * }
 * }</pre>
 *
 * <p>An episode's segments must come one after another, from index 0 and in order; the footer then
 * says where each episode begins. All segments of a file have the same strata and tensors. Row
 * groups have {@value #ROWS_PER_GROUP} rows, pages about 1 MiB; tensors are neither indexed nor
 * dictionary encoded. The same segments give the same bytes. Without {@link #finish} the file has
 * no footer and no reader takes it. Not thread-safe.
 */
public final class SegmentParquetWriter implements Closeable {

    /** Rows of a row group: what a reader that seeks has in memory, packed. */
    static final int ROWS_PER_GROUP = 128;

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Path file;
    private final List<ShardEpisode> episodes = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private SegmentLayout layout;
    private List<PageBuffer> columns;
    private ParquetFileWriter writer;
    private int buffered;
    private long rows;

    /** Will write to this file, which comes to be with the first segment and must not exist. */
    public SegmentParquetWriter(Path file) {
        this.file = file;
    }

    /**
     * Adds a segment.
     *
     * @throws IllegalArgumentException when it is out of order, differs from the first one in its
     *     strata or tensors, or holds what the format does not
     */
    public void write(Segment segment) throws IOException {
        SegmentLayout found = SegmentLayout.of(segment);
        if (layout == null) {
            start(found);
        } else if (!found.equals(layout)) {
            throw new IllegalArgumentException(
                    "Segment %d of %s has %s, the file has %s"
                            .formatted(
                                    segment.getSegmentIndex(),
                                    segment.getEpisodeId(),
                                    found,
                                    layout));
        }
        index(segment);
        int column = 0;
        for (ScalarColumn scalar : ScalarColumn.values()) {
            columns.get(column++).add(scalar.get(segment));
        }
        for (String stratum : layout.strata()) {
            columns.get(column++).add(segment.getStrata().get(stratum));
        }
        for (TensorField field : TensorField.values()) {
            for (Tensor tensor : field.get(segment)) {
                columns.get(column++)
                        .add(
                                tensor,
                                TensorColumn.of(field, tensor, segment.getLength())
                                        .byteLength(segment.getLength()));
            }
        }
        rows++;
        if (++buffered == ROWS_PER_GROUP) {
            writeGroup();
        }
    }

    /** Segments written so far. */
    public long rows() {
        return rows;
    }

    /**
     * Writes what is left and the footer.
     *
     * @throws IllegalStateException when there is no segment: a file needs one to know its columns
     */
    public void finish() throws IOException {
        if (layout == null) {
            throw new IllegalStateException("No segment was written to " + file);
        }
        if (buffered > 0) {
            writeGroup();
        }
        writer.end(layout.metadata(episodes));
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }

    private void start(SegmentLayout found) throws IOException {
        layout = found;
        columns = new ArrayList<>();
        for (ColumnDescriptor column : layout.schema().getColumns()) {
            columns.add(new PageBuffer(column));
        }
        writer =
                new ParquetFileWriter(
                        new LocalOutputFile(file),
                        layout.schema(),
                        ParquetFileWriter.Mode.CREATE,
                        ParquetWriter.DEFAULT_BLOCK_SIZE,
                        ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                        NO_LIMIT,
                        NO_LIMIT,
                        true);
        writer.start();
    }

    private void index(Segment segment) {
        String id = segment.getEpisodeId();
        ShardEpisode last = episodes.isEmpty() ? null : episodes.get(episodes.size() - 1);
        boolean goesOn = last != null && last.id().equals(id);
        int expected = goesOn ? last.segments() : 0;
        if (segment.getSegmentIndex() != expected || !goesOn && !ids.add(id)) {
            throw new IllegalArgumentException(
                    "Segment %d of %s is out of order, expected %s"
                            .formatted(
                                    segment.getSegmentIndex(),
                                    id,
                                    goesOn ? "segment " + expected : "segment 0 of a new episode"));
        }
        if (goesOn) {
            episodes.set(
                    episodes.size() - 1,
                    new ShardEpisode(
                            id, last.firstRow(), expected + 1, last.steps() + segment.getLength()));
        } else {
            episodes.add(new ShardEpisode(id, rows, 1, segment.getLength()));
        }
    }

    private void writeGroup() throws IOException {
        writer.startBlock(buffered);
        for (PageBuffer column : columns) {
            column.writeTo(writer, buffered);
        }
        writer.endBlock();
        buffered = 0;
    }
}
