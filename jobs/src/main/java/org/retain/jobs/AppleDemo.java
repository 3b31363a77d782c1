package org.retain.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.kafka.SegmentRecords;
import org.retain.datasets.segment.Segment;
import org.retain.jobs.cluster.EmbeddedBroker;
import org.retain.jobs.cluster.KafkaClients;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.Summary;
import org.retain.operators.learner.Retention;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/**
 * The state coverage gap in small (Wołczyk, Cupiał et al. 2024, appendix A.2): a teacher that can
 * carry the apple home is fine-tuned on the whole task, in which it must first learn to fetch it.
 * Meanwhile it forgets the way home, unless it goes on imitating the teacher there.
 */
final class AppleDemo implements Demo {

    private static final VectorNetShape POLICY = new VectorNetShape(1, List.of(), 0, 2);
    private static final int DEMONSTRATIONS = 20;

    @Override
    public Summary run(Configuration given, Path directory, CommandContext context)
            throws Exception {
        long start = System.nanoTime();
        long seed = given.get(DemoOptions.SEED);
        AppleConfiguration configuration = new AppleConfiguration(given, directory, seed);
        AppleOutput output = new AppleOutput(context.out());
        List<AppleLearner> learners = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            String servers = broker.bootstrapServers();
            Files.createDirectories(directory);
            Path first = directory.resolve("first.safetensors");
            PolicyWeights.random(POLICY, seed).write(first.toString());
            AppleLearner teacher =
                    train(
                            "teacher",
                            Retention.NONE,
                            configuration.pretraining(first, servers),
                            List.of(),
                            configuration,
                            context);
            learners.add(teacher);
            output.trained(teacher);
            List<Segment> demonstrations =
                    new PlainPlay(configuration.environment(true), DEMONSTRATIONS)
                            .demonstrations(read(teacher.weights()), AppleConfiguration.STEPS);
            for (Retention method : List.of(Retention.NONE, Retention.BC)) {
                String name = method == Retention.NONE ? "vanilla" : "retained";
                AppleLearner student =
                        train(
                                name,
                                method,
                                configuration.fineTuning(name, method, teacher.weights(), servers),
                                demonstrations,
                                configuration,
                                context);
                learners.add(student);
                output.trained(student);
            }
        }
        output.course(learners.subList(1, learners.size()));
        Map<String, AppleScore> scores = new LinkedHashMap<>();
        for (AppleLearner learner : learners) {
            scores.put(learner.name(), evaluate(learner, configuration, directory, context));
        }
        output.scores(scores);
        return AppleOutput.summary(learners, scores, (System.nanoTime() - start) / 1e9);
    }

    private static AppleLearner train(
            String name,
            Retention method,
            Configuration config,
            List<Segment> demonstrations,
            AppleConfiguration configuration,
            CommandContext context)
            throws Exception {
        long start = System.nanoTime();
        try (Topics topics = Topics.connect(config)) {
            topics.create();
        }
        send(demonstrations, config);
        ClosedLoop.Outcome outcome = ClosedLoop.run(config, "Training the " + name, context);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new AppleLearner(
                name,
                method.toString(),
                Path.of(
                        java.net.URI.create(
                                (String) outcome.report().summary().values().get("weights"))),
                AppleLearner.course(configuration.weights(name), configuration),
                seconds);
    }

    private static void send(List<Segment> segments, ReadableConfig config) {
        SegmentRecords records = new SegmentRecords();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        KafkaClients.producer(config, Topic.DEMONSTRATIONS),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (Segment segment : segments) {
                producer.send(records.record(Topic.DEMONSTRATIONS.name(config), segment));
            }
            producer.flush();
        }
    }

    private static AppleScore evaluate(
            AppleLearner learner,
            AppleConfiguration configuration,
            Path directory,
            CommandContext context)
            throws Exception {
        List<List<Episode>> episodes = new ArrayList<>();
        for (boolean phase2 : List.of(true, false)) {
            Path output =
                    directory.resolve(
                            "evaluation-%s-%s"
                                    .formatted(learner.name(), phase2 ? "phase-2" : "whole"));
            Configuration config = configuration.evaluation(output, learner.weights(), phase2);
            episodes.add(EvaluateCommand.evaluate(config, output, context).episodes());
        }
        return AppleScore.of(episodes.get(0), episodes.get(1));
    }

    private static PolicyWeights read(Path weights) {
        return PolicyWeights.read(weights.toString(), Optional.empty()).weights();
    }
}
