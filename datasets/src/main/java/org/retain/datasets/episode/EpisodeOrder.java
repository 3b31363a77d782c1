package org.retain.datasets.episode;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Which of a data set's episodes are played, in which order, and how often. The same order over the
 * same shards gives the same segments on every machine.
 *
 * <p>Episodes may be cut into pieces, so that lanes play different parts of long games at a time;
 * and a share of the episodes, chosen by a hash of their ids, may be held out for validation.
 *
 * @param part which episodes
 * @param heldOut share of the episodes that is held out, in [0, 1)
 * @param heldOutNames when not empty, the episodes whose ids contain one of these are held out
 *     instead
 * @param onlyNames when not empty, of these only the episodes whose ids contain one of these
 * @param passes how often all of them are played, at least 1
 * @param pieceSegments segments of a piece; 0 keeps episodes whole
 * @param seed of the order of pieces in each pass, where {@code shuffled}
 * @param shuffled false: the order of files and rows
 * @param packed true: tensors are packed with zstd, for the log; false: as they lie in the file
 */
public record EpisodeOrder(
        Part part,
        double heldOut,
        List<String> heldOutNames,
        List<String> onlyNames,
        int passes,
        int pieceSegments,
        long seed,
        boolean shuffled,
        boolean packed)
        implements Serializable {

    /** All episodes once, whole, in the order of files and rows. */
    public static final EpisodeOrder ONCE =
            new EpisodeOrder(Part.ALL, 0, List.of(), List.of(), 1, 0, 0, false, true);

    private static final long serialVersionUID = 1;
    private static final long HASH_RANGE = 1L << 32;
    private static final long PASS_STEP = 0x9E3779B97F4A7C15L;

    /** Parts of a data set. */
    public enum Part {
        /** Every episode. */
        ALL,
        /** Those to train on. */
        TRAINING,
        /** Those held out. */
        HELD_OUT
    }

    /** Of all episodes of the part. */
    public EpisodeOrder(
            Part part,
            double heldOut,
            List<String> heldOutNames,
            int passes,
            int pieceSegments,
            long seed,
            boolean shuffled,
            boolean packed) {
        this(part, heldOut, heldOutNames, List.of(), passes, pieceSegments, seed, shuffled, packed);
    }

    /** Checks the ranges. */
    public EpisodeOrder {
        heldOutNames = List.copyOf(heldOutNames);
        onlyNames = List.copyOf(onlyNames);
        if (!(heldOut >= 0 && heldOut < 1) || passes < 1 || pieceSegments < 0) {
            throw new IllegalArgumentException(
                    "A share of %s held out, %d passes and pieces of %d segments; expected a share in [0, 1), at least 1 pass, and pieces of 0 (whole episodes) or more"
                            .formatted(heldOut, passes, pieceSegments));
        }
    }

    /** True when an episode belongs to the part. */
    public boolean plays(String episodeId) {
        return (onlyNames.isEmpty() || onlyNames.stream().anyMatch(episodeId::contains))
                && (part == Part.ALL || isHeldOut(episodeId) == (part == Part.HELD_OUT));
    }

    private boolean isHeldOut(String episodeId) {
        if (!heldOutNames.isEmpty()) {
            return heldOutNames.stream().anyMatch(episodeId::contains);
        }
        CRC32 hash = new CRC32();
        hash.update(episodeId.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() < heldOut * HASH_RANGE;
    }

    /** The pieces to play, in order. */
    List<EpisodePiece> pieces(List<EpisodePiece> episodes) {
        List<EpisodePiece> once = new ArrayList<>();
        episodes.forEach(episode -> addPieces(once, episode));
        List<EpisodePiece> all = new ArrayList<>();
        for (int pass = 0; pass < passes; pass++) {
            List<EpisodePiece> order = new ArrayList<>(once);
            if (shuffled) {
                Collections.shuffle(order, new Random(seed + pass * PASS_STEP));
            }
            all.addAll(order);
        }
        return all;
    }

    private void addPieces(List<EpisodePiece> pieces, EpisodePiece episode) {
        int length = pieceSegments == 0 ? episode.segments() : pieceSegments;
        for (int start = 0; start < episode.segments(); start += length) {
            pieces.add(
                    new EpisodePiece(
                            episode.shard(),
                            episode.firstRow() + start,
                            Math.min(length, episode.segments() - start)));
        }
    }
}
