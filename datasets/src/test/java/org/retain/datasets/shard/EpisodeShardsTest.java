package org.retain.datasets.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.episode.ParquetEpisodes;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TestingSegments;

/** Tests for {@link EpisodeShards}. */
class EpisodeShardsTest {

    private static final int STEPS = 2;

    @TempDir private Path parent;
    private Path directory;

    @BeforeEach
    void setUp() {
        directory = parent.resolve("run/segments");
    }

    @Test
    void isThereAsAWholeOnceCommitted() throws IOException {
        try (EpisodeShards shards = EpisodeShards.begin(directory)) {
            shards.write(episode("a", 3));
            shards.write(episode("b", 2));
            assertThat(directory).doesNotExist();
            shards.commit();
        }

        try (ParquetEpisodes read = ParquetEpisodes.open(directory.toString(), EpisodeOrder.ONCE)) {
            assertThat(read.segmentCounts()).containsExactly(3, 2);
            assertThat(read.read(1, 1).getEpisodeId()).isEqualTo("b");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**unfinished");
        assertThat(directory.getParent()).isDirectoryNotContaining("glob:**unfinished");
    }

    @Test
    void beginsAnewOverWhatAKilledRunLeft() throws IOException {
        Path left = Files.createDirectories(parent.resolve("run/segments.unfinished"));
        Files.writeString(left.resolve("shard-00000.parquet"), "whole, of another attempt");
        Files.writeString(left.resolve("shard-00001.unfinished"), "half");

        try (EpisodeShards shards = EpisodeShards.begin(directory)) {
            shards.write(episode("a", 1));
            shards.commit();
        }

        try (ParquetEpisodes read = ParquetEpisodes.open(directory.toString(), EpisodeOrder.ONCE)) {
            assertThat(read.segmentCounts()).containsExactly(1);
        }
    }

    @Test
    void leavesNothingWithoutACommit() throws IOException {
        try (EpisodeShards shards = EpisodeShards.begin(directory)) {
            shards.write(episode("a", 1));
        }

        assertThat(directory.getParent()).isEmptyDirectory();
    }

    @Test
    void refusesAnEpisodeThatIsWrittenTwice() throws IOException {
        try (EpisodeShards shards = EpisodeShards.begin(directory)) {
            shards.write(episode("a", 1));

            assertThatThrownBy(() -> shards.write(episode("a", 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Segment 0 of a is out of order");
        }
    }

    private static List<Segment> episode(String id, int segments) {
        return IntStream.range(0, segments)
                .mapToObj(
                        index ->
                                TestingSegments.demonstration(
                                        id, index, STEPS, index == segments - 1))
                .toList();
    }
}
