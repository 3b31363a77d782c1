package org.retain.datasets.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.retain.datasets.episode.TestingEpisodes.scored;
import static org.retain.datasets.episode.TestingEpisodes.visit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.retain.datasets.episode.Episode;

class EpisodeParquetTest {

    private static final List<Episode> EPISODES =
            List.of(
                    scored(0, 120.5, 900, visit(1, 30, 100, 0), visit(2, 12, 20.5, 80)),
                    Episode.newBuilder(scored(1, 7, 40))
                            .setMeasures(Map.of("experience-level", 3.0))
                            .setEnding("größer")
                            .build());
    private static final Map<String, String> LINEAGE = Map.of("weights-sha256", "abc");

    @Test
    void givesBackRowsAndLineage() throws Exception {
        EpisodeParquet file = new EpisodeParquet(EPISODES, LINEAGE);

        EpisodeParquet read = EpisodeParquet.decode("file", file.encode());

        assertThat(read).isEqualTo(file);
        assertThat(file.encode()).isEqualTo(file.encode());
    }

    @Test
    void holdsNoEpisodesToo() throws Exception {
        EpisodeParquet file = new EpisodeParquet(List.of(), Map.of());

        assertThat(EpisodeParquet.decode("file", file.encode())).isEqualTo(file);
    }

    @Test
    void refusesWhatIsDamagedOrOfAnotherKind() throws Exception {
        byte[] bytes = new EpisodeParquet(EPISODES, LINEAGE).encode();

        assertThatThrownBy(
                        () ->
                                EpisodeParquet.decode(
                                        "half.parquet", Arrays.copyOf(bytes, bytes.length / 2)))
                .isInstanceOf(InvalidShardException.class)
                .hasMessageStartingWith("half.parquet: no file of episodes");
        assertThatThrownBy(() -> EpisodeParquet.decode("empty", new byte[0]))
                .isInstanceOf(InvalidShardException.class);
    }

    @Test
    void refusesTwoFiguresOfOneColumn() {
        Episode episode =
                Episode.newBuilder(scored(0, 1, 1))
                        .setMeasures(Map.of("a-b", 1.0, "a_b", 2.0))
                        .build();

        assertThatThrownBy(() -> new EpisodeParquet(List.of(episode), Map.of()).encode())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same name");
    }
}
