package org.retain.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.kafka.RawRecord;
import org.retain.jobs.cluster.EmbeddedBroker;
import org.retain.jobs.cluster.KafkaClients;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.cluster.Topics;
import org.retain.operators.decode.RawRecordSchema;
import org.retain.operators.source.StopFile;
import org.retain.operators.source.StoppableSource;

/** A job over a topic of a real broker ends when it is told to, with the right offsets. */
@Timeout(180)
class StoppableSourceITCase {

    private static final int PARTITIONS = 3;

    private static EmbeddedBroker broker;

    @TempDir Path directory;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.temporary();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void anIdleSourceEndsWithAllRecordsDeliveredOnce() throws Exception {
        Configuration config = configuration("idle.");
        StopFile file = new StopFile(directory.toString());
        write(config, 0, 300);

        Map<String, Long> delivered =
                run(config, file, builder(config), new Passing(), 300, () -> file.write("enough"));

        assertThat(delivered.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(300);
        assertThat(TestingSnapshots.lastCompleted()).isEqualTo(delivered);
    }

    @Test
    void aBusySourceEndsInMidStreamAtTheOffsetsOfItsFinalCheckpoint() throws Exception {
        Configuration config = configuration("busy.");
        StopFile file = new StopFile(directory.toString());
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; !ended.get(); i += 100) {
                                write(config, i, 100);
                            }
                        });

        Map<String, Long> delivered;
        try {
            delivered =
                    run(
                            config,
                            file,
                            builder(config),
                            new Passing(),
                            1000,
                            () -> file.write("enough"));
        } finally {
            ended.set(true);
            writer.join();
        }

        assertThat(TestingSnapshots.lastCompleted()).isEqualTo(delivered);
    }

    @Test
    void aFailureAfterTheStopEndsAtTheOffsetsOfItsFinalCheckpoint() throws Exception {
        Configuration config = configuration("failing.");
        StopFile file = new StopFile(directory.toString());
        write(config, 0, 300);

        Map<String, Long> delivered =
                run(config, file, builder(config), new FailingAfterStop(file), 0, () -> {});

        assertThat(file.read()).contains("failing next");
        assertThat(TestingSnapshots.lastCompleted()).isEqualTo(delivered);
    }

    @Test
    void aBoundedSourceEndsAsEverWithoutTheFile() throws Exception {
        Configuration config = configuration("bounded.");
        StopFile file = new StopFile(directory.toString());
        write(config, 0, 300);

        Map<String, Long> delivered =
                run(
                        config,
                        file,
                        builder(config).setBounded(OffsetsInitializer.latest()),
                        new Passing(),
                        0,
                        () -> {});

        assertThat(delivered.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(300);
    }

    /** Runs the job to its end; returns how many records of each partition it delivered. */
    private static Map<String, Long> run(
            Configuration config,
            StopFile file,
            KafkaSourceBuilder<RawRecord> kafka,
            RichMapFunction<RawRecord, RawRecord> map,
            int recordsBefore,
            Action action)
            throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(2, JobDefaults.under(config));
        CloseableIterator<String> results =
                env.fromSource(
                                new StoppableSource<>(
                                        new TestingSnapshots(kafka.build()),
                                        file,
                                        Duration.ofMillis(50)),
                                WatermarkStrategy.noWatermarks(),
                                "records",
                                new AvroTypeInfo<>(RawRecord.class))
                        .uid("records")
                        .map(map)
                        .returns(new AvroTypeInfo<>(RawRecord.class))
                        .uid("map")
                        .map(r -> r.getPartition() + "@" + r.getOffset(), Types.STRING)
                        .uid("positions")
                        .collectAsync();
        JobClient job = env.executeAsync("stoppable");
        Map<String, Long> delivered = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            delivered.put("" + partition, 0L);
        }
        try (results) {
            for (int i = 0; i < recordsBefore; i++) {
                count(delivered, results.next());
            }
            action.run();
            results.forEachRemaining(position -> count(delivered, position));
        }
        // There is a result of a finished job only; a failed or cancelled one throws.
        job.getJobExecutionResult().get();
        return delivered;
    }

    /** Within a partition each offset must be delivered once and in order. */
    private static void count(Map<String, Long> delivered, String position) {
        String[] parts = position.split("@");
        assertThat(Long.parseLong(parts[1]))
                .as("offset in partition " + parts[0])
                .isEqualTo(delivered.get(parts[0]));
        delivered.merge(parts[0], 1L, Long::sum);
    }

    private static KafkaSourceBuilder<RawRecord> builder(Configuration config) {
        return KafkaSource.<RawRecord>builder()
                .setProperties(KafkaClients.consumer(config))
                .setGroupId(config.get(JobOptions.NAME))
                .setTopics(List.of(Topic.ROLLOUTS.name(config)))
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new RawRecordSchema());
    }

    private static void write(Configuration config, int first, int records) {
        Properties properties = KafkaClients.producer(config, Topic.ROLLOUTS);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = first; i < first + records; i++) {
                byte[] bytes = Integer.toString(i).getBytes(UTF_8);
                producer.send(
                        new ProducerRecord<>(
                                Topic.ROLLOUTS.name(config), i % PARTITIONS, bytes, bytes));
            }
        }
    }

    private static Configuration configuration(String prefix) {
        Configuration config = new Configuration();
        config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        config.set(TopicOptions.PREFIX, prefix);
        config.set(TopicOptions.PARTITIONS, PARTITIONS);
        config.set(JobOptions.NAME, prefix + "job");
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(100));
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        try (Topics topics = Topics.connect(config)) {
            topics.create();
        }
        return config;
    }

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    private static final class Passing extends RichMapFunction<RawRecord, RawRecord> {

        private static final long serialVersionUID = 1;

        @Override
        public RawRecord map(RawRecord value) {
            return value;
        }
    }

    /** Writes the file and fails right after, in the first attempt. */
    private static final class FailingAfterStop extends RichMapFunction<RawRecord, RawRecord> {

        private static final long serialVersionUID = 1;

        private final StopFile file;

        FailingAfterStop(StopFile file) {
            this.file = file;
        }

        @Override
        public RawRecord map(RawRecord value) throws Exception {
            if (value.getOffset() == 50
                    && getRuntimeContext().getTaskInfo().getAttemptNumber() == 0) {
                file.write("failing next");
                throw new IllegalStateException("Failing once, as the test asks");
            }
            return value;
        }
    }
}
