package org.retain.datasets.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.EpisodeOrder.Part;
import org.retain.datasets.parquet.SegmentParquetWriter;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TestingSegments;

/** Tests for {@link ParquetEpisodes} in orders of pieces and parts. */
class ParquetEpisodesTest {

    private final List<String> written = new ArrayList<>();

    @TempDir private Path shards;

    @BeforeEach
    void write() throws Exception {
        for (int shard = 0; shard < 2; shard++) {
            try (SegmentParquetWriter writer =
                    new SegmentParquetWriter(shards.resolve("shard-0000" + shard + ".parquet"))) {
                for (int game = 0; game < 3; game++) {
                    for (int index = 0; index < 5 + game; index++) {
                        Segment segment =
                                TestingSegments.demonstration(
                                        "game-%d-%d".formatted(shard, game),
                                        index,
                                        4,
                                        index == 4 + game);
                        writer.write(segment);
                        written.add(identity(segment));
                    }
                }
                writer.finish();
            }
        }
    }

    @Test
    void playsEverySegmentOnceInEachPassOfPieces() throws Exception {
        List<String> twice = new ArrayList<>(written);
        twice.addAll(written);
        try (ParquetEpisodes episodes = open(order(Part.ALL, List.of(), 2, 2, 7, true))) {
            List<String> played = new ArrayList<>();
            int[] counts = episodes.segmentCounts();
            for (int piece = 0; piece < counts.length; piece++) {
                assertThat(counts[piece]).isBetween(1, 2);
                int first = -1;
                String id = null;
                for (int i = 0; i < counts[piece]; i++) {
                    Segment segment = episodes.read(piece, i);
                    first = i == 0 ? segment.getSegmentIndex() : first;
                    id = i == 0 ? segment.getEpisodeId() : id;
                    assertThat(segment.getEpisodeId()).isEqualTo(id);
                    assertThat(segment.getSegmentIndex()).isEqualTo(first + i);
                    played.add(identity(segment));
                }
                assertThat(first % 2).isZero();
            }
            assertThat(played).containsExactlyInAnyOrderElementsOf(twice);
            assertThat(played).isNotEqualTo(twice);
        }
    }

    @Test
    void readsPiecesSideBySideAndBackwards() throws Exception {
        try (ParquetEpisodes episodes = open(order(Part.ALL, List.of(), 1, 3, 0, false))) {
            // Pieces of the first game: segments 0 to 2, and 3 to 4.
            assertThat(identity(episodes.read(1, 0))).isEqualTo("game-0-0/3");
            assertThat(identity(episodes.read(0, 0))).isEqualTo("game-0-0/0");
            assertThat(identity(episodes.read(1, 1))).isEqualTo("game-0-0/4");
            assertThat(identity(episodes.read(0, 2))).isEqualTo("game-0-0/2");
            assertThat(identity(episodes.read(0, 1))).isEqualTo("game-0-0/1");
            assertThat(identity(episodes.read(0, 1))).isEqualTo("game-0-0/1");
        }
    }

    @Test
    void splitsTheEpisodesByTheirNames() throws Exception {
        List<String> names = List.of("game-1-2", "game-0-0");
        try (ParquetEpisodes training = open(order(Part.TRAINING, names, 1, 0, 0, false));
                ParquetEpisodes heldOut = open(order(Part.HELD_OUT, names, 1, 0, 0, false))) {
            assertThat(heldOut.segmentCounts()).containsExactly(5, 7);
            assertThat(training.segmentCounts()).containsExactly(6, 7, 5, 6);
            assertThat(heldOut.read(1, 6).getEpisodeId()).isEqualTo("game-1-2");
        }
    }

    @Test
    void leavesTensorsAsTheyLieWhereNotAskedToPack() throws Exception {
        try (ParquetEpisodes raw = open(order(Part.ALL, List.of(), 1, 0, 0, false));
                ParquetEpisodes packed = open(EpisodeOrder.ONCE)) {
            Segment one = raw.read(0, 0);
            Segment other = packed.read(0, 0);
            assertThat(one.getObservations().get(0).getCodec()).isEqualTo(TensorCodec.RAW);
            assertThat(other.getObservations().get(0).getCodec()).isEqualTo(TensorCodec.ZSTD);
            assertThat(TensorPacking.unpack(one.getObservations().get(0)))
                    .isEqualTo(TensorPacking.unpack(other.getObservations().get(0)));
        }
    }

    @Test
    void tellsOrdersApartByTheirFingerprints() throws Exception {
        List<EpisodeOrder> orders =
                List.of(
                        EpisodeOrder.ONCE,
                        order(Part.ALL, List.of(), 1, 0, 0, false),
                        order(Part.ALL, List.of(), 1, 2, 0, false),
                        order(Part.ALL, List.of(), 2, 2, 0, true),
                        order(Part.ALL, List.of(), 2, 2, 1, true),
                        order(Part.HELD_OUT, List.of("game-0"), 2, 2, 1, true));
        List<String> fingerprints = new ArrayList<>();
        for (EpisodeOrder order : orders) {
            try (ParquetEpisodes one = open(order);
                    ParquetEpisodes same = open(order)) {
                assertThat(one.fingerprint()).isEqualTo(same.fingerprint());
                fingerprints.add(one.fingerprint());
            }
        }
        assertThat(fingerprints).doesNotHaveDuplicates();
    }

    @Test
    void saysWhenAPartHoldsNoEpisode() {
        assertThatThrownBy(() -> open(order(Part.HELD_OUT, List.of("none"), 1, 0, 0, false)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("None of the episodes in " + shards)
                .hasMessageContaining("is held out with [none] held out");
    }

    private ParquetEpisodes open(EpisodeOrder order) throws IOException {
        return ParquetEpisodes.open(shards.toString(), order);
    }

    private static EpisodeOrder order(
            Part part, List<String> names, int passes, int piece, long seed, boolean shuffled) {
        return new EpisodeOrder(part, 0, names, passes, piece, seed, shuffled, false);
    }

    private static String identity(Segment segment) {
        return segment.getEpisodeId() + "/" + segment.getSegmentIndex();
    }
}
