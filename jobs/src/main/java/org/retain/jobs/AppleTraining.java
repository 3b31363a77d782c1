package org.retain.jobs;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.kafka.SegmentRecords;
import org.retain.datasets.segment.Segment;
import org.retain.jobs.cluster.RecordSending;
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

    private static void send(List<Segment> segments, ReadableConfig config) {
        SegmentRecords records = new SegmentRecords();
        String topic = Topic.DEMONSTRATIONS.name(config);
        RecordSending.send(
                config,
                Topic.DEMONSTRATIONS,
                segments.stream().map(segment -> records.record(topic, segment)).toList());
    }
}
