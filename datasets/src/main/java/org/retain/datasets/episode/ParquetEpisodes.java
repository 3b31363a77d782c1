package org.retain.datasets.episode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.retain.datasets.parquet.SegmentParquetReader;
import org.retain.datasets.parquet.ShardEpisode;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentPacking;
import org.retain.datasets.shard.ShardDirectory;

/**
 * The episodes of a directory of shards, or pieces of them, in the order asked for. Each that is
 * under way keeps its shard open at its place: some 4 MiB.
 */
public final class ParquetEpisodes implements Episodes {

    private static final String SHARDS = "*.parquet";

    private final List<EpisodePiece> places;
    private final String fingerprint;
    private final boolean packed;
    private final Map<Integer, Cursor> cursors = new HashMap<>();

    private ParquetEpisodes(List<EpisodePiece> places, String fingerprint, boolean packed) {
        this.places = places;
        this.packed = packed;
        this.fingerprint = fingerprint;
    }

    /**
     * Opens a directory.
     *
     * @throws IOException when it has no shards, none of their episodes is to be played, or a shard
     *     is damaged
     */
    public static ParquetEpisodes open(String input, EpisodeOrder order) throws IOException {
        Path directory = Path.of(input);
        List<EpisodePiece> places = new ArrayList<>();
        MessageDigest digest = sha256();
        for (Path shard : shards(directory)) {
            try (SegmentParquetReader reader = SegmentParquetReader.open(shard)) {
                for (ShardEpisode episode : reader.episodes()) {
                    if (!order.plays(episode.id())) {
                        continue;
                    }
                    places.add(new EpisodePiece(shard, episode.firstRow(), episode.segments()));
                    digest.update(
                            "%s %s %d%n"
                                    .formatted(
                                            shard.getFileName(), episode.id(), episode.segments())
                                    .getBytes(UTF_8));
                }
            }
        }
        if (places.isEmpty()) {
            throw new IOException(
                    "None of the episodes in %s is %s with %s held out; give more episodes or hold out others"
                            .formatted(
                                    input,
                                    order.part() == EpisodeOrder.Part.HELD_OUT
                                            ? "held out"
                                            : "left to train on",
                                    order.heldOutNames().isEmpty()
                                            ? "a share of %s".formatted(order.heldOut())
                                            : order.heldOutNames()));
        }
        if (!order.equals(EpisodeOrder.ONCE)) {
            digest.update(order.toString().getBytes(UTF_8));
        }
        return new ParquetEpisodes(
                order.pieces(places),
                HexFormat.of().formatHex(digest.digest(), 0, 8),
                order.packed());
    }

    @Override
    public int[] segmentCounts() {
        return places.stream().mapToInt(EpisodePiece::segments).toArray();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public Segment read(int episode, int segment) throws IOException {
        EpisodePiece place = places.get(episode);
        Cursor cursor = cursors.get(episode);
        if (cursor == null || cursor.next != segment) {
            close(cursors.remove(episode));
            cursor = new Cursor(place, segment);
            cursors.put(episode, cursor);
        }
        Segment read = cursor.read();
        if (cursor.next == place.segments()) {
            close(cursors.remove(episode));
        }
        if (packed) {
            SegmentPacking.pack(read);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        for (Cursor cursor : cursors.values()) {
            close(cursor);
        }
        cursors.clear();
    }

    private static void close(Cursor cursor) throws IOException {
        if (cursor != null) {
            cursor.reader.close();
        }
    }

    private static List<Path> shards(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(
                    "%s is no directory; make one with ./retain preprocess".formatted(directory));
        }
        requireFinished(directory);
        List<Path> shards = new ArrayList<>();
        try (Stream<Path> files =
                Files.list(directory)
                        .filter(
                                directory.getFileSystem().getPathMatcher("glob:**/" + SHARDS)
                                        ::matches)) {
            files.sorted().forEach(shards::add);
        }
        if (shards.isEmpty()) {
            throw new NoSuchFileException(
                    "%s holds no %s; make them with ./retain preprocess"
                            .formatted(directory, SHARDS));
        }
        return shards;
    }

    /** Shards that another program wrote have no plan, and are taken as they are. */
    private static void requireFinished(Path directory) throws IOException {
        ShardDirectory shards = new ShardDirectory(directory);
        if (shards.plan().isPresent() && shards.manifest().isEmpty()) {
            throw new IOException(
                    "%s is not finished, it has no manifest.json; run the same ./retain preprocess again to complete it"
                            .formatted(directory));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JVM has SHA-256", e);
        }
    }

    /** An open shard within an episode. */
    private static final class Cursor {

        private final SegmentParquetReader reader;
        private int next;

        Cursor(EpisodePiece place, int segment) throws IOException {
            reader = SegmentParquetReader.open(place.shard());
            reader.seek(place.firstRow() + segment);
            next = segment;
        }

        Segment read() throws IOException {
            next++;
            return reader.read();
        }
    }
}
