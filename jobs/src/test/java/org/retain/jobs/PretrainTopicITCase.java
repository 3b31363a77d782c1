package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.parquet.SegmentParquetReader;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TestingSegments;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.TestingRun;

/** {@code ./retain pretrain --input topic} between a real broker and a directory. */
class PretrainTopicITCase {

    private static final int STEPS = 4;
    private static final int EPISODES = 8;
    private static final int SEGMENTS = 5;
    private static final String SHARD = "shard-00000.parquet";

    @RegisterExtension private static final TestingBroker broker = new TestingBroker();

    @TempDir private Path output;

    @Test
    void trainsOnTheEpisodesOfTheTopicAndTellsWhatItLeavesOut() throws Exception {
        Configuration config = topics("sound.");
        TestingTopic topic = TestingTopic.of(config, Topic.DEMONSTRATIONS);
        topic.write(stream());
        topic.writePoison("poison");
        topic.write(List.of(TestingSegments.demonstration("long", 0, STEPS + 1, true)));

        TestingRun run = run(config);

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(run.lastLine());
        assertThat(summary.get("updates").asInt()).isEqualTo(2);
        assertThat(Path.of(summary.get("weights").asText())).exists();
        Map<String, Integer> expected = new TreeMap<>();
        for (int episode = 0; episode < EPISODES; episode++) {
            expected.put("episode-" + episode, SEGMENTS);
        }
        expected.put("gap", 2);
        expected.put("unfinished", 3);
        assertThat(segmentsByEpisode()).isEqualTo(expected);
        assertThat(run.err())
                .contains("45 segments of 10 episodes")
                .contains("(2 records refused, the first sound.demonstrations:")
                .contains("(2 dropped: gap)")
                .contains("(%d dropped: duplicate)".formatted(SEGMENTS))
                .contains("(%d dropped: joined-in-mid-episode)".formatted(SEGMENTS));
        assertThat(output.resolve("segments.unfinished")).doesNotExist();
    }

    @Test
    void trainsOnWhatItFirstReadAlsoWhenTheTopicGrows() throws Exception {
        Configuration config = topics("grows.");
        TestingTopic topic = TestingTopic.of(config, Topic.DEMONSTRATIONS);
        topic.write(stream());
        Path leftByAKilledRun =
                Files.createDirectories(output.resolve("segments.unfinished")).resolve(SHARD);
        Files.writeString(leftByAKilledRun, "half a shard");

        TestingRun stopped = run(config, "--pretrain.held-out-games", "nobody");
        Map<String, Integer> first = segmentsByEpisode();
        topic.write(List.of(TestingSegments.demonstration("later", 0, STEPS, true)));
        TestingRun resumed = run(config);

        assertThat(stopped.exitCode()).isEqualTo(1);
        assertThat(stopped.err()).contains("is held out with [nobody] held out");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("Takes what was read from the topic");
        assertThat(segmentsByEpisode()).isEqualTo(first).doesNotContainKey("later").hasSize(10);
    }

    @Test
    void givesTheSegmentsBackAsTheyWereWritten() throws Exception {
        Configuration config = topics("same.");
        List<Segment> written = stream();
        TestingTopic.of(config, Topic.DEMONSTRATIONS).write(written);
        assertThat(run(config).exitCode()).isZero();

        List<Segment> read = new ArrayList<>();
        try (SegmentParquetReader reader =
                SegmentParquetReader.open(output.resolve("segments").resolve(SHARD))) {
            for (Segment next = reader.read(); next != null; next = reader.read()) {
                read.add(next);
            }
        }

        assertThat(read)
                .allSatisfy(
                        segment ->
                                assertThat(written)
                                        .anySatisfy(other -> assertSame(segment, other)));
    }

    @Test
    void saysWhatIsMissing() {
        Configuration empty = topics("empty.");
        Configuration absent = configuration("absent.");

        assertThat(run(empty).err())
                .contains("empty.demonstrations at " + broker.bootstrapServers())
                .contains("holds no segment to train on; feed it with ./retain feed");
        assertThat(run(absent).err()).contains("has no topic absent.demonstrations");
        assertThat(output.resolve("segments")).doesNotExist();
    }

    private static void assertSame(Segment found, Segment expected) {
        assertThat(found.getEpisodeId()).isEqualTo(expected.getEpisodeId());
        assertThat(found.getSegmentIndex()).isEqualTo(expected.getSegmentIndex());
        assertThat(found.getStrata()).isEqualTo(expected.getStrata());
        assertThat(found.getTerminated()).isEqualTo(expected.getTerminated());
        assertThat(TensorPacking.unpack(found.getActions()))
                .isEqualTo(TensorPacking.unpack(expected.getActions()));
        for (int i = 0; i < expected.getObservations().size(); i++) {
            assertThat(TensorPacking.unpack(found.getObservations().get(i)))
                    .isEqualTo(TensorPacking.unpack(expected.getObservations().get(i)));
        }
    }

    /**
     * Interleaved episodes, one of them sent twice; with a gap, an episode that begins in its
     * middle, and one that is not over.
     */
    private static List<Segment> stream() {
        List<Segment> segments = new ArrayList<>();
        for (int index = 0; index < SEGMENTS; index++) {
            for (int episode = 0; episode < EPISODES; episode++) {
                segments.add(segment("episode-" + episode, index));
            }
            segments.add(segment("episode-0", index));
            if (index != 2) {
                segments.add(segment("gap", index));
            }
            segments.add(segment("middle", index + 1));
        }
        IntStream.range(0, 3).forEach(index -> segments.add(segment("unfinished", index)));
        return segments;
    }

    private static Segment segment(String episode, int index) {
        return TestingSegments.demonstration(episode, index, STEPS, index == SEGMENTS - 1);
    }

    private Map<String, Integer> segmentsByEpisode() throws IOException {
        Map<String, Integer> segments = new TreeMap<>();
        try (SegmentParquetReader reader =
                SegmentParquetReader.open(output.resolve("segments").resolve(SHARD))) {
            reader.episodes().forEach(e -> segments.put(e.id(), e.segments()));
        }
        return segments;
    }

    private TestingRun run(Configuration config, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of("pretrain", "--json", "--input", "topic", "--max-updates", "2"));
        args.addAll(List.of("--output", output.toString()));
        args.addAll(List.of("--bootstrap-servers", config.get(KafkaOptions.BOOTSTRAP_SERVERS)));
        args.addAll(List.of("--kafka.topic-prefix", config.get(TopicOptions.PREFIX)));
        args.addAll(List.of("--pretrain.lanes", "4", "--pretrain.steps", "" + STEPS));
        if (more.length == 0) {
            args.addAll(List.of("--pretrain.held-out-games", "episode-7"));
        }
        args.addAll(List.of(more));
        return TestingRun.of(new PretrainCommand(), args.toArray(String[]::new));
    }

    private static Configuration topics(String prefix) {
        Configuration config = configuration(prefix);
        try (Topics topics = Topics.connect(config)) {
            topics.create();
        }
        return config;
    }

    private static Configuration configuration(String prefix) {
        Configuration config = new Configuration();
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        config.set(TopicOptions.PREFIX, prefix);
        config.set(TopicOptions.PARTITIONS, 2);
        return config;
    }
}
