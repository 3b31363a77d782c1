package org.retain.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.retain.jobs.cluster.CommittedRecords;
import org.retain.jobs.cluster.EmbeddedBroker;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.TestingContext;
import org.retain.operators.environment.EnvironmentName;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.file.DirectoryDeletion;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.Retention;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.memory.SegmentKind;
import org.retain.operators.policy.EncodingOptions;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.target.TargetOptions;

/**
 * The whole loop on NetHack, from actors over Kafka to the learner and back, by asynchronous PPO
 * without a teacher; infra/benchmark/loop.sh runs it beside Sample Factory. With a frozen encoder
 * it kickstarts from the weights that it starts with, with or without encodings in place of
 * screens. Its last line is {@code N frames/s, N parameters}: frames trained on in the second half,
 * by the wall clock.
 */
final class LoopBenchmark {

    private static final int ROWS = 32;

    private LoopBenchmark() {}

    private enum Network {
        /** What the command line calls small. */
        DEFAULT(SmallNetShape.DEFAULT),
        SMALL(new SmallNetShape(2, 8, 80, 80, 121)),
        LARGE(new SmallNetShape(64, 128, 768, 768, 121));

        private final PolicyShape shape;

        Network(PolicyShape shape) {
            this.shape = shape;
        }
    }

    private enum Encoder {
        LEARNS,
        FROZEN,
        ENCODINGS
    }

    /** Network, the number of updates, and what becomes of the encoder if it is not to learn. */
    public static void main(String[] arguments) throws Exception {
        PolicyShape shape = Network.valueOf(arguments[0]).shape;
        Path directory = Files.createTempDirectory("loop-benchmark");
        Path weights = directory.resolve("initial.safetensors");
        Files.write(weights, PolicyWeights.random(shape, 1).encode());
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            Configuration config = config(weights, directory, Long.parseLong(arguments[1]));
            if (arguments.length > 2) {
                freeze(config, weights, Encoder.valueOf(arguments[2]));
            }
            config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
            try (Topics topics = Topics.connect(config)) {
                topics.create();
            }
            ClosedLoop.run(config, "Loop", TestingContext.standard());
            System.out.printf(
                    Locale.ROOT,
                    "%.0f frames/s, %d parameters%n",
                    framesPerSecond(config),
                    shape.parameterCount());
        } finally {
            DirectoryDeletion.delete(directory);
        }
    }

    private static Configuration config(Path weights, Path directory, long updates) {
        Configuration config = new Configuration();
        config.set(EnvironmentOptions.NAME, EnvironmentName.NETHACK);
        config.set(JobOptions.PARALLELISM, 1);
        config.set(LearnerOptions.ALGORITHM, Algorithm.PPO);
        config.set(LearnerOptions.INITIAL_WEIGHTS, weights.toString());
        config.set(LearnerOptions.OUTPUT, directory.resolve("run").toString());
        config.set(LearnerOptions.MAX_UPDATES, updates);
        config.set(LearnerOptions.REPORT_INTERVAL, 1);
        config.set(RetentionOptions.METHOD, Retention.NONE);
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.ROLLOUTS);
        config.set(BatchOptions.SIZE, ROWS);
        config.set(RolloutOptions.SLOTS, ROWS);
        config.set(RolloutOptions.MAX_AHEAD, 4 * ROWS);
        return JobDefaults.under(config);
    }

    private static void freeze(Configuration config, Path weights, Encoder encoder) {
        if (encoder == Encoder.LEARNS) {
            return;
        }
        config.set(LearnerOptions.FREEZE, List.of("encoder"));
        config.set(EncodingOptions.ENCODINGS, encoder == Encoder.ENCODINGS);
        config.set(TargetOptions.TEACHER, weights.toString());
        config.set(RetentionOptions.METHOD, Retention.KS);
    }

    private static double framesPerSecond(Configuration config) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<long[]> course = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                CommittedRecords.read(config, Topic.METRICS.name(config), Duration.ofSeconds(30))) {
            JsonNode line = json.readTree(record.value());
            if (line.path("station").asText().equals("learner")) {
                course.add(
                        new long[] {
                            line.path("summary").path("frames").asLong(), record.timestamp()
                        });
            }
        }
        course.sort(Comparator.comparingLong(point -> point[0]));
        long[] from = course.get(course.size() / 2);
        long[] to = course.get(course.size() - 1);
        return 1e3 * (to[0] - from[0]) / (to[1] - from[1]);
    }
}
