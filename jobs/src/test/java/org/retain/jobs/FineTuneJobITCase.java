package org.retain.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retain.datasets.TestingData;
import org.retain.datasets.TestingPython;
import org.retain.datasets.kafka.RawRecord;
import org.retain.datasets.safetensors.SafetensorsEncoding;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TestingSegments;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.cluster.Topics;
import org.retain.operators.decode.DeadLetterSchema;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.memory.SegmentKind;
import org.retain.operators.target.TargetOptions;

/**
 * FineTuneJob between the topics of a real broker, with checkpoints and transactions, disturbed and
 * undisturbed.
 */
class FineTuneJobITCase {

    private static final int STEPS = 4;
    private static final int EPISODES = 24;
    private static final int SEGMENTS = 20;
    private static final int RATIO = 2;
    private static final int BATCH = 7;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir static Path directory;

    @RegisterExtension private static final TestingBroker broker = new TestingBroker();
    private static TestingTeacher teacher;

    @BeforeAll
    static void start() throws Exception {
        teacher = TestingTeacher.write(directory.resolve("teacher.safetensors"));
    }

    @ParameterizedTest
    @CsvSource({"1, hashmap", "2, rocksdb"})
    void batchesAndCountersAreThoseOfAnUndisturbedRun(int parallelism, String backend)
            throws Exception {
        Configuration calm = configuration("calm" + parallelism + ".", parallelism, backend);
        Configuration disturbed = configuration("hit" + parallelism + ".", parallelism, backend);
        for (Configuration config : List.of(calm, disturbed)) {
            TestingTopic.of(config, Topic.DEMONSTRATIONS).write(stream());
            TestingTopic.of(config, Topic.DEMONSTRATIONS).writePoison("poison");
        }

        run(calm, TestingFailure.none());
        run(disturbed, TestingFailure.after(EPISODES * SEGMENTS / 2 / parallelism));

        assertThat(TestingFailure.happened()).isTrue();
        assertEveryDrivingSegmentFillsOneRow(disturbed);
        Map<String, Long> totals = totals(disturbed);
        long driving = EPISODES * SEGMENTS + 2;
        assertThat(totals)
                .isEqualTo(totals(calm))
                .containsEntry("memory.driving", driving)
                .containsEntry("assemble.drivingRows", driving)
                .containsEntry("assemble.drawnRows", totals.get("memory.draws"))
                .containsEntry("assemble.batches", (driving + BATCH - 1) / BATCH);
        assertThat(totals.get("memory.draws") + totals.get("memory.forgiven"))
                .isEqualTo(RATIO * driving);
        assertThat(totals).containsEntry("assemble.dropped.dead-letter", 1L);
        assertThat(droppedSegments(totals)).isEqualTo(SEGMENTS + SEGMENTS - 3 + SEGMENTS + 1);
    }

    private static long droppedSegments(Map<String, Long> totals) {
        return totals.entrySet().stream()
                .filter(total -> total.getKey().startsWith("assemble.dropped."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Test
    void sendsPoisonToTheDeadLettersWithItsReason() throws Exception {
        Configuration config = configuration("poison.", 1, "hashmap");
        TestingTopic.of(config, Topic.DEMONSTRATIONS).writePoison("poison");
        TestingTopic.of(config, Topic.DEMONSTRATIONS)
                .write(List.of(TestingSegments.demonstration("long", 0, STEPS + 1, false)));

        run(config, TestingFailure.none());

        List<ConsumerRecord<byte[], byte[]>> letters =
                new TestingTopic(config, Topic.DEMONSTRATIONS.deadLetterName(config))
                        .readCommitted();
        assertThat(letters)
                .extracting(
                        letter ->
                                new String(
                                        letter.headers()
                                                .lastHeader(DeadLetterSchema.REASON_HEADER)
                                                .value(),
                                        UTF_8))
                .satisfiesExactlyInAnyOrder(
                        reason -> assertThat(reason).contains("6 bytes without the header"),
                        reason -> assertThat(reason).contains("length is 5"));
        assertThat(letters)
                .anySatisfy(l -> assertThat(l.value()).isEqualTo("poison".getBytes(UTF_8)));
    }

    @Test
    void pyTorchReadsBatchesAsTheReadmeSays() throws Exception {
        Configuration config = configuration("python.", 1, "hashmap");
        TestingTopic.of(config, Topic.DEMONSTRATIONS).write(stream());
        run(config, TestingFailure.none());
        String readme = Files.readString(TestingData.repositoryRoot().resolve("README.md"));
        int start = readme.indexOf("from kafka import KafkaConsumer");
        String snippet = readme.substring(start, readme.indexOf("```", start));

        String printed =
                TestingPython.install()
                        .run(
                                snippet.replace("localhost:9092", broker.bootstrapServers())
                                                .replace(
                                                        "retain.training-batches",
                                                        Topic.TRAINING_BATCHES.name(config))
                                        + """
                                              for name in ("observations.tty_chars", "targets.logits", "loss"):
                                                  print(name, batch[name].dtype, batch[name].shape[0], tuple(batch[name].shape[2:]))
                                              break
                                          """);

        assertThat(snippet.lines().count()).isEqualTo(5);
        assertThat(printed.lines())
                .containsExactly(
                        "observations.tty_chars torch.uint8 5 (24, 80)",
                        "targets.logits torch.float32 4 (121,)",
                        "loss torch.bool 4 ()");
    }

    /** Interleaved episodes with a duplicate, a gap and an episode that begins in its middle. */
    private static List<Segment> stream() {
        List<Segment> segments = new ArrayList<>();
        for (int index = 0; index < SEGMENTS; index++) {
            for (int episode = 0; episode < EPISODES; episode++) {
                segments.add(segment("episode-" + episode, index, index == SEGMENTS - 1));
            }
            segments.add(segment("episode-0", Math.max(0, index - 1), false));
            if (index != 2) {
                segments.add(segment("gap", index, false));
            }
            segments.add(segment("middle", index + 1, false));
        }
        return segments;
    }

    private static Segment segment(String episode, int index, boolean last) {
        return TestingSegments.demonstration(episode, index, STEPS, last);
    }

    private static Configuration configuration(String prefix, int parallelism, String backend) {
        Configuration config = new Configuration();
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        config.set(TopicOptions.PREFIX, prefix);
        config.set(TopicOptions.PARTITIONS, 2);
        config.set(JobOptions.NAME, prefix + "job");
        config.set(JobOptions.PARALLELISM, parallelism);
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(300));
        config.set(FineTuneOptions.BOUNDED, true);
        config.set(BatchOptions.STEPS, STEPS);
        config.set(BatchOptions.SIZE, BATCH);
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.DEMONSTRATIONS);
        config.set(MemoryOptions.SAMPLES_PER_INSERT, (double) RATIO);
        config.set(MemoryOptions.CAPACITY, 64);
        config.set(MemoryOptions.STRATUM, List.of("dungeon-level"));
        config.set(TargetOptions.TEACHER, teacher.uri());
        config.set(TargetOptions.TEACHER_SHA256, teacher.sha256());
        config.setString("state.backend.type", backend);
        config.setString(
                "execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString());
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        try (Topics topics = Topics.connect(config)) {
            topics.create();
        }
        return config;
    }

    private static void run(Configuration given, TestingFailure<RawRecord> failure)
            throws Exception {
        Configuration config = JobDefaults.under(given);
        FineTuneJob.requireTopics(config);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(
                        config.get(JobOptions.PARALLELISM), config);
        FineTuneTopics topics = new FineTuneTopics(config);
        FineTuneJob.build(
                env.fromSource(topics.segments(), WatermarkStrategy.noWatermarks(), "segments")
                        .uid(FineTuneUid.SEGMENTS.uid())
                        .map(failure)
                        .returns(new AvroTypeInfo<>(RawRecord.class))
                        .uid("failure"),
                topics,
                config);
        env.execute("test");
    }

    private static void assertEveryDrivingSegmentFillsOneRow(Configuration config)
            throws Exception {
        Map<String, Integer> rows = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> batch :
                TestingTopic.of(config, Topic.TRAINING_BATCHES).readCommitted()) {
            for (JsonNode row : JSON.readTree(metadata(batch).get("rows"))) {
                if (row.get("driving").asBoolean()) {
                    rows.merge(
                            row.get("episode").asText() + "/" + row.get("segment").asInt(),
                            1,
                            Integer::sum);
                }
            }
        }
        Map<String, Integer> expected = new HashMap<>();
        for (int episode = 0; episode < EPISODES; episode++) {
            for (int index = 0; index < SEGMENTS; index++) {
                expected.put("episode-" + episode + "/" + index, 1);
            }
        }
        expected.put("gap/0", 1);
        expected.put("gap/1", 1);
        assertThat(rows).isEqualTo(expected);
    }

    private static Map<String, String> metadata(ConsumerRecord<byte[], byte[]> batch) {
        return SafetensorsEncoding.decodeMetadata("batch", ByteBuffer.wrap(batch.value()));
    }

    /**
     * The stations' final figures as read_committed shows them, summed over the memory's shards.
     * Which table a draw falls on depends on the order of arrival, so it is left out.
     */
    private static Map<String, Long> totals(Configuration config) throws Exception {
        Map<String, Long> totals = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record :
                TestingTopic.of(config, Topic.METRICS).readCommitted()) {
            JsonNode report = JSON.readTree(record.value());
            JsonNode summary = report.get("summary");
            String station = report.get("station").asText();
            addNumbers(totals, station + ".", summary, List.of("shard"));
            addNumbers(totals, station + ".dropped.", summary.path("dropped"), List.of());
            for (JsonNode table : summary.path("tables")) {
                String stratum = table.get("stratum").asText();
                addNumbers(totals, station + "." + stratum + ".", table, List.of("draws"));
            }
        }
        return totals;
    }

    private static void addNumbers(
            Map<String, Long> totals, String prefix, JsonNode node, List<String> without) {
        node.properties()
                .forEach(
                        field -> {
                            if (field.getValue().isNumber() && !without.contains(field.getKey())) {
                                totals.merge(
                                        prefix + field.getKey(),
                                        field.getValue().asLong(),
                                        Long::sum);
                            }
                        });
    }
}
