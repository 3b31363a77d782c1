package org.retain.datasets.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.episode.EpisodeOrder.Part;

/** Tests for {@link EpisodeOrder}. */
class EpisodeOrderTest {

    private static final List<String> IDS =
            IntStream.range(0, 2000).mapToObj(i -> "user/2020-%d.ttyrec3".formatted(i)).toList();
    private static final Path SHARD = Path.of("shard-00000.parquet");

    @Test
    void putsEveryEpisodeIntoExactlyOnePart() {
        EpisodeOrder training = part(Part.TRAINING, 0.1, List.of());
        EpisodeOrder heldOut = part(Part.HELD_OUT, 0.1, List.of());

        assertThat(IDS).allMatch(id -> training.plays(id) != heldOut.plays(id));
        assertThat(IDS.stream().filter(heldOut::plays).count()).isBetween(150L, 250L);
        assertThat(IDS).allMatch(id -> part(Part.ALL, 0.1, List.of()).plays(id));
    }

    @Test
    void holdsAnEpisodeOutByItsIdAlone() {
        // Fixed numbers: another hash would let games that were held out be trained on.
        EpisodeOrder heldOut = part(Part.HELD_OUT, 0.1, List.of());
        Set<String> first =
                IDS.stream().limit(30).filter(heldOut::plays).collect(Collectors.toSet());

        assertThat(first)
                .containsExactlyInAnyOrder(
                        "user/2020-4.ttyrec3",
                        "user/2020-5.ttyrec3",
                        "user/2020-18.ttyrec3",
                        "user/2020-19.ttyrec3",
                        "user/2020-25.ttyrec3");
    }

    @Test
    void holdsMoreOutOfWhatItHeldOutWithASmallerShare() {
        EpisodeOrder few = part(Part.HELD_OUT, 0.1, List.of());
        EpisodeOrder more = part(Part.HELD_OUT, 0.3, List.of());

        assertThat(IDS.stream().filter(few::plays)).allMatch(more::plays);
        assertThat(IDS).noneMatch(part(Part.HELD_OUT, 0, List.of())::plays);
        assertThat(IDS).allMatch(part(Part.TRAINING, 0, List.of())::plays);
    }

    @Test
    void holdsOutByNamesInsteadWhereThereAreSome() {
        List<String> names = List.of("2020-17.", "2020-4.");
        EpisodeOrder heldOut = part(Part.HELD_OUT, 0.5, names);

        assertThat(IDS.stream().filter(heldOut::plays))
                .containsExactly("user/2020-4.ttyrec3", "user/2020-17.ttyrec3");
        assertThat(IDS.stream().filter(part(Part.TRAINING, 0.5, names)::plays)).hasSize(1998);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 100})
    void coversEverySegmentOnceInEachPass(int pieceSegments) {
        List<EpisodePiece> episodes = episodes(1, 4, 7, 3);
        List<EpisodePiece> pieces = order(3, pieceSegments, 5, true).pieces(episodes);

        int once = pieces.size() / 3;
        for (int pass = 0; pass < 3; pass++) {
            List<Long> rows = new ArrayList<>();
            for (EpisodePiece piece : pieces.subList(pass * once, (pass + 1) * once)) {
                assertThat(piece.segments()).isPositive();
                if (pieceSegments > 0) {
                    assertThat(piece.segments()).isLessThanOrEqualTo(pieceSegments);
                }
                for (int i = 0; i < piece.segments(); i++) {
                    rows.add(piece.firstRow() + i);
                }
            }
            assertThat(rows)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 15).mapToObj(row -> (long) row).toList());
        }
    }

    @Test
    void neverLetsAPieceReachIntoTheNextEpisode() {
        assertThat(order(1, 4, 0, false).pieces(episodes(1, 9, 4)))
                .containsExactly(
                        new EpisodePiece(SHARD, 0, 1),
                        new EpisodePiece(SHARD, 1, 4),
                        new EpisodePiece(SHARD, 5, 4),
                        new EpisodePiece(SHARD, 9, 1),
                        new EpisodePiece(SHARD, 10, 4));
    }

    @Test
    void shufflesEveryPassByTheSeed() {
        List<EpisodePiece> episodes = episodes(9, 9, 9, 9);
        List<EpisodePiece> shuffled = order(2, 1, 5, true).pieces(episodes);

        assertThat(shuffled).isEqualTo(order(2, 1, 5, true).pieces(episodes));
        assertThat(shuffled).isNotEqualTo(order(2, 1, 6, true).pieces(episodes));
        assertThat(shuffled.subList(0, 36)).isNotEqualTo(shuffled.subList(36, 72));
        assertThat(shuffled.subList(0, 36))
                .isNotEqualTo(order(1, 1, 5, false).pieces(episodes))
                .isEqualTo(order(1, 1, 5, true).pieces(episodes));
    }

    @Test
    void keepsTheOrderOfTheFilesWithoutShuffling() {
        List<EpisodePiece> episodes = episodes(2, 3);

        assertThat(EpisodeOrder.ONCE.pieces(episodes)).isEqualTo(episodes);
        assertThat(order(2, 0, 5, false).pieces(episodes))
                .containsExactly(
                        episodes.get(0), episodes.get(1), episodes.get(0), episodes.get(1));
    }

    @Test
    void refusesSharesPassesAndPiecesOutOfRange() {
        for (Runnable wrong :
                List.<Runnable>of(
                        () -> part(Part.ALL, 1, List.of()),
                        () -> part(Part.ALL, -0.1, List.of()),
                        () -> part(Part.ALL, Double.NaN, List.of()),
                        () -> order(0, 0, 0, false),
                        () -> order(1, -1, 0, false))) {
            assertThatThrownBy(wrong::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a share in [0, 1), at least 1 pass");
        }
    }

    private static EpisodeOrder part(Part part, double heldOut, List<String> names) {
        return new EpisodeOrder(part, heldOut, names, 1, 0, 0, false, false);
    }

    private static EpisodeOrder order(int passes, int pieceSegments, long seed, boolean shuffled) {
        return new EpisodeOrder(
                Part.ALL, 0, List.of(), passes, pieceSegments, seed, shuffled, false);
    }

    /** Episodes of so many segments, one after another in a shard. */
    private static List<EpisodePiece> episodes(int... segments) {
        List<EpisodePiece> episodes = new ArrayList<>();
        long row = 0;
        for (int count : segments) {
            episodes.add(new EpisodePiece(SHARD, row, count));
            row += count;
        }
        return episodes;
    }
}
