package org.retain.operators.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.episode.ParquetEpisodes;
import org.retain.datasets.parquet.SegmentParquetWriter;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TestingSegments;
import org.retain.datasets.shard.ShardDirectory;
import org.retain.datasets.shard.ShardPlan;

/** Tests for {@link FeedReader} over real shards. */
class FeedReaderTest {

    @TempDir Path shards;

    private final List<Segment> written = new ArrayList<>();

    @BeforeEach
    void write() throws Exception {
        for (int shard = 0; shard < 2; shard++) {
            try (SegmentParquetWriter writer =
                    new SegmentParquetWriter(
                            shards.resolve("shard-%05d.parquet".formatted(shard)))) {
                for (int episode = 0; episode < 3; episode++) {
                    for (int index = 0; index < 5 + episode; index++) {
                        Segment segment =
                                TestingSegments.demonstration(
                                        "game-%d-%d".formatted(shard, episode),
                                        index,
                                        4,
                                        index == 4 + episode);
                        writer.write(segment);
                        written.add(segment);
                    }
                }
                writer.finish();
            }
        }
    }

    @Test
    void playsEverySegmentOnceAndResumesFromACheckpoint() throws Exception {
        FeedSplit begin = new FeedSplit(shards.toString(), 4, null, null);
        List<Segment> played = new ArrayList<>();
        FeedSplit progress;
        try (FeedReader reader = reader(begin)) {
            played.addAll(play(reader, 13));
            FeedSplitSerializer serializer = new FeedSplitSerializer();
            progress =
                    serializer.deserialize(
                            serializer.getVersion(),
                            serializer.serialize(reader.snapshotState(1).get(0)));
            play(reader, 3);
        }
        try (FeedReader reader = reader(progress)) {
            played.addAll(play(reader, Integer.MAX_VALUE));
        }

        assertThat(played).hasSameSizeAs(written);
        assertThat(played.stream().map(FeedReaderTest::identity).toList())
                .containsExactlyInAnyOrderElementsOf(
                        written.stream().map(FeedReaderTest::identity).toList());
        assertThat(played.subList(0, 4)).extracting(Segment::getEpisodeId).doesNotHaveDuplicates();
    }

    @Test
    void packsScreensForTheLog() throws Exception {
        try (FeedReader reader = reader(new FeedSplit(shards.toString(), 1, null, null))) {
            Segment played = play(reader, 1).get(0);

            assertThat(played.getObservations().get(0).getCodec()).isEqualTo(TensorCodec.ZSTD);
            assertThat(TensorPacking.unpack(played.getObservations().get(0)))
                    .isEqualTo(TensorPacking.unpack(written.get(0).getObservations().get(0)));
        }
    }

    @Test
    void refusesToResumeOverOtherShards() throws Exception {
        FeedSplit progress;
        try (FeedReader reader = reader(new FeedSplit(shards.toString(), 2, null, null))) {
            play(reader, 5);
            progress = reader.snapshotState(1).get(0);
        }
        Files.delete(shards.resolve("shard-00000.parquet"));

        try (FeedReader reader = reader(progress)) {
            assertThatThrownBy(() -> play(reader, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("are not those that feeding began with");
        }
    }

    @Test
    void saysWhatToDoWhenThereAreNoShards() throws Exception {
        Path empty = Files.createDirectory(shards.resolve("empty"));

        try (FeedReader reader = reader(new FeedSplit(empty.toString(), 2, null, null))) {
            assertThatThrownBy(() -> play(reader, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("make them with ./retain preprocess");
        }
    }

    @Test
    void refusesShardsOfAPreprocessRunThatWasStopped() throws Exception {
        Path begun = Files.createDirectory(shards.resolve("begun"));
        ShardDirectory stopped = new ShardDirectory(begun);
        stopped.open().close();
        stopped.begin(new ShardPlan(Map.of(), List.of(), List.of(), List.of()));

        try (FeedReader reader = reader(new FeedSplit(begun.toString(), 2, null, null))) {
            assertThatThrownBy(() -> play(reader, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is not finished");
        }
    }

    private static String identity(Segment segment) {
        return segment.getEpisodeId() + "/" + segment.getSegmentIndex();
    }

    private static FeedReader reader(FeedSplit split) {
        FeedReader reader =
                new FeedReader(
                        new TestingReaderContext(),
                        input -> ParquetEpisodes.open(input, EpisodeOrder.ONCE));
        reader.addSplits(List.of(split));
        reader.start();
        return reader;
    }

    private static List<Segment> play(FeedReader reader, int count) throws Exception {
        TestingReaderOutput<Segment> output = new TestingReaderOutput<>();
        InputStatus status = InputStatus.MORE_AVAILABLE;
        for (int i = 0; i < count && status == InputStatus.MORE_AVAILABLE; i++) {
            status = reader.pollNext(output);
        }
        return output.getEmittedRecords();
    }
}
