package org.retain.datasets.shard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.retain.datasets.parquet.SegmentParquetWriter;
import org.retain.datasets.segment.Segment;

/**
 * Writes episodes to a directory of Parquet shards that comes to be as a whole, also when the
 * process dies or the machine loses power: what is written lies beside it until {@link #commit}.
 *
 * <pre>{@code
 * try (EpisodeShards shards = EpisodeShards.begin(directory)) {
 *     episodes.forEach(shards::write);
 *     shards.commit();
 * }
 * }</pre>
 *
 * <p>The same episodes in the same order give the same bytes. Not thread-safe.
 */
public final class EpisodeShards implements Closeable {

    private static final int ROWS_PER_SHARD = 1 << 14;
    private static final String UNFINISHED = ".unfinished";

    private final Path directory;
    private final Path unfinished;
    private SegmentParquetWriter writer;
    private Path open;
    private int shards;

    private EpisodeShards(Path directory, Path unfinished) {
        this.directory = directory;
        this.unfinished = unfinished;
    }

    /**
     * Begins a directory anew, whatever an earlier attempt has left.
     *
     * @param directory must not exist; its parent is created
     */
    public static EpisodeShards begin(Path directory) throws IOException {
        Path unfinished = directory.resolveSibling(directory.getFileName() + UNFINISHED);
        delete(unfinished);
        Files.createDirectories(unfinished);
        return new EpisodeShards(directory, unfinished);
    }

    /**
     * Adds an episode.
     *
     * @param episode its segments in order, from the first, without gaps
     * @throws IllegalArgumentException when they are not, when the episode was written before, or
     *     its strata or tensors are not those of the others
     */
    public void write(List<Segment> episode) throws IOException {
        if (writer == null) {
            open = unfinished.resolve("shard-%05d%s".formatted(shards, UNFINISHED));
            writer = new SegmentParquetWriter(open);
        }
        for (Segment segment : episode) {
            writer.write(segment);
        }
        if (writer.rows() >= ROWS_PER_SHARD) {
            finishShard();
        }
    }

    /** Makes all that was written visible. */
    public void commit() throws IOException {
        if (writer != null && writer.rows() > 0) {
            finishShard();
        }
        DurableFiles.publishDirectory(unfinished, directory);
    }

    /** Deletes what was not committed. */
    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
        delete(unfinished);
    }

    private void finishShard() throws IOException {
        writer.finish();
        writer.close();
        writer = null;
        DurableFiles.publish(open, unfinished.resolve("shard-%05d.parquet".formatted(shards++)));
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
