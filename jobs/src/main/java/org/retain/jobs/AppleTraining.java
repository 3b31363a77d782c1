package org.retain.jobs;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.retain.datasets.kafka.SegmentRecords;
import org.retain.datasets.segment.Segment;
import org.retain.jobs.cluster.ClusterException;
import org.retain.jobs.cluster.KafkaClients;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.CommandContext;
import org.retain.operators.learner.Retention;

/** Trains the policies of the AppleRetrieval demo in the closed loop, each over its own topics. */
final class AppleTraining {

    private final AppleConfiguration configuration;
    private final String bootstrapServers;
    private final CommandContext context;

    AppleTraining(
            AppleConfiguration configuration, String bootstrapServers, CommandContext context) {
        this.configuration = configuration;
        this.bootstrapServers = bootstrapServers;
        this.context = context;
    }

    /** A policy that has learned phase 2 alone from these first weights. */
    AppleLearner teacher(Path first) throws Exception {
        return train(
                "teacher",
                Retention.NONE,
                configuration.pretraining("teacher", first, bootstrapServers),
                List.of());
    }

    /** A policy that has learned the whole task from the teacher's weights. */
    AppleLearner student(Retention method, AppleLearner teacher, List<Segment> demonstrations)
            throws Exception {
        String name = method == Retention.NONE ? "vanilla" : "retained";
        return train(
                name,
                method,
                configuration.fineTuning(name, method, teacher.weights(), bootstrapServers),
                demonstrations);
    }

    private AppleLearner train(
            String name, Retention method, Configuration config, List<Segment> demonstrations)
            throws Exception {
        long start = System.nanoTime();
        try (Topics topics = Topics.connect(config)) {
            topics.create();
        }
        send(demonstrations, config);
        ClosedLoop.Outcome outcome = ClosedLoop.run(config, "Training, " + name, context);
        double seconds = (System.nanoTime() - start) / 1e9;
        String weights = (String) outcome.report().summary().values().get("weights");
        return new AppleLearner(
                name,
                method.name().toLowerCase(Locale.ROOT),
                Path.of(URI.create(weights)),
                AppleLearner.course(configuration.weights(name), configuration),
                seconds);
    }

    /** Sends demonstrations; a course without some of them would be another method's. */
    private static void send(List<Segment> segments, ReadableConfig config)
            throws InterruptedException {
        SegmentRecords records = new SegmentRecords();
        String topic = Topic.DEMONSTRATIONS.name(config);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        KafkaClients.producer(config, Topic.DEMONSTRATIONS),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            segments.forEach(segment -> sent.add(producer.send(records.record(topic, segment))));
            producer.flush();
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        } catch (ExecutionException e) {
            throw new ClusterException(
                    "Kafka at %s did not acknowledge a demonstration for topic %s: %s; check the broker and run this again"
                            .formatted(
                                    KafkaClients.bootstrapServers(config),
                                    topic,
                                    e.getCause().getMessage()),
                    e);
        }
    }
}
