package org.retain.datasets.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.retain.datasets.segment.Segment;

/**
 * Reads the {@link Segment}s of a Parquet file that {@link SegmentParquetWriter} wrote.
 *
 * <pre>{@code
 * try (SegmentParquetReader reader = SegmentParquetReader.open(file)) {
 *     ShardEpisode episode = reader.episodes().get(3);
 *     reader.seek(episode.firstRow());
 *     for (int i = 0; i < episode.segments(); i++) {
 *         consume(reader.read());
 *     }
 * }
 * }</pre>
 *
 * <p>Tensors have codec RAW and are views of the page they lie in: nothing is copied, and a segment
 * that is kept keeps about 1 MiB per large column alive. In memory are one packed row group and one
 * page per column. Checksums are verified. Not thread-safe.
 */
public final class SegmentParquetReader implements Closeable {

    private static final int SHORTEST = 12;

    private final Path file;
    private final ParquetFileReader reader;
    private final SegmentLayout layout;
    private final List<ShardEpisode> episodes;
    private final List<BlockMetaData> groups;
    private final long rows;
    private List<ColumnCursor> columns = List.of();
    private int nextGroup;
    private long rowsLeftInGroup;
    private long rowsToSkip;

    private SegmentParquetReader(Path file, ParquetFileReader reader) throws InvalidShardException {
        this.file = file;
        this.reader = reader;
        Map<String, String> metadata = reader.getFileMetaData().getKeyValueMetaData();
        try {
            layout = SegmentLayout.fromMetadata(metadata);
            episodes = SegmentLayout.episodesFromMetadata(metadata);
        } catch (IllegalArgumentException e) {
            throw new InvalidShardException(file, e.getMessage(), e);
        }
        groups = reader.getRowGroups();
        rows = groups.stream().mapToLong(BlockMetaData::getRowCount).sum();
        MessageType schema = reader.getFileMetaData().getSchema();
        if (!schema.equals(layout.schema())) {
            throw new InvalidShardException(
                    file,
                    "its columns are not those that its metadata names; another program rewrote the"
                            + " file: preprocess again");
        }
    }

    /**
     * Opens a file.
     *
     * @throws InvalidShardException when it is cut off, no Parquet file or not one of segments
     */
    public static SegmentParquetReader open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file + ": no such file; make one with ./retain preprocess");
        }
        if (Files.size(file) < SHORTEST) {
            throw new InvalidShardException(
                    file,
                    "%,d bytes are no Parquet file; remove it and preprocess again"
                            .formatted(Files.size(file)));
        }
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new ZstdPages())
                        .usePageChecksumVerification()
                        .withUseHadoopVectoredIo(false)
                        .build();
        ParquetFileReader reader;
        try {
            reader = ParquetFileReader.open(new LocalInputFile(file), options);
        } catch (RuntimeException e) {
            throw new InvalidShardException(
                    file,
                    "no Parquet footer at its end (%s); it is cut off or no Parquet file: remove it"
                                    .formatted(e.getMessage())
                            + " and preprocess again",
                    e);
        }
        try {
            return new SegmentParquetReader(file, reader);
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    /** The episodes in the order of their rows. */
    public List<ShardEpisode> episodes() {
        return episodes;
    }

    /** Number of segments. */
    public long rows() {
        return rows;
    }

    /**
     * Makes a row the next one to read. Row groups before it are not read; within its row group
     * pages are unpacked up to it.
     *
     * @throws IndexOutOfBoundsException when the file has no such row; the number of rows itself is
     *     the end
     */
    public void seek(long row) {
        if (row < 0 || row > rows) {
            throw new IndexOutOfBoundsException(
                    "Row %,d of %s, which has %,d".formatted(row, file, rows));
        }
        columns = List.of();
        rowsLeftInGroup = 0;
        nextGroup = 0;
        rowsToSkip = row;
        while (nextGroup < groups.size() && rowsToSkip >= groups.get(nextGroup).getRowCount()) {
            rowsToSkip -= groups.get(nextGroup).getRowCount();
            nextGroup++;
        }
    }

    /**
     * The next segment, null at the end.
     *
     * @throws InvalidShardException when the file is damaged
     */
    public Segment read() throws IOException {
        while (rowsLeftInGroup == 0) {
            if (nextGroup == groups.size()) {
                return null;
            }
            openGroup();
        }
        rowsLeftInGroup--;
        return next();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private void openGroup() throws IOException {
        PageReadStore group;
        try {
            group = reader.readRowGroup(nextGroup);
        } catch (IOException | RuntimeException e) {
            throw new InvalidShardException(
                    file,
                    "row group %d is damaged: %s; remove the file and preprocess again"
                            .formatted(nextGroup, e.getMessage()),
                    e);
        }
        columns = new ArrayList<>();
        for (ColumnDescriptor column : layout.schema().getColumns()) {
            columns.add(new ColumnCursor(file, column, group.getPageReader(column)));
        }
        rowsLeftInGroup = groups.get(nextGroup++).getRowCount();
        while (rowsToSkip > 0) {
            next();
            rowsToSkip--;
            rowsLeftInGroup--;
        }
    }

    private Segment next() throws IOException {
        Segment segment = new Segment();
        int column = 0;
        for (ScalarColumn scalar : ScalarColumn.values()) {
            setScalar(segment, scalar, columns.get(column++).nextScalar());
        }
        Map<String, String> strata = new LinkedHashMap<>();
        for (String stratum : layout.strata()) {
            strata.put(stratum, (String) columns.get(column++).nextScalar());
        }
        segment.setStrata(strata);
        segment.setObservations(new ArrayList<>());
        segment.setInfo(new ArrayList<>());
        int steps = segment.getLength();
        for (TensorColumn tensor : layout.tensors()) {
            tensor.field()
                    .add(
                            segment,
                            tensor.tensor(
                                    steps,
                                    columns.get(column++).nextBytes(tensor.byteLength(steps))));
        }
        return segment;
    }

    private void setScalar(Segment segment, ScalarColumn scalar, Object value)
            throws InvalidShardException {
        try {
            scalar.set(segment, value);
        } catch (IllegalArgumentException e) {
            throw new InvalidShardException(
                    file, "column %s is damaged: %s".formatted(scalar, e.getMessage()), e);
        }
    }
}
