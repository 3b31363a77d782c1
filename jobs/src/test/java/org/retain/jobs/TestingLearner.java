package org.retain.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.retain.datasets.kafka.WeightsAnnouncementRecords;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.jobs.cluster.KafkaClients;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;
import org.retain.operators.policy.PolicyWeights;

/** A learner that trains nothing: the test says what it retires and announces. */
final class TestingLearner implements AutoCloseable {

    private final ReadableConfig config;
    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String uri;
    private final String sha256;
    private final Map<Integer, Long> retired = new TreeMap<>();
    private final int epoch = WeightsVersion.drawEpoch();

    private long updates;

    /** A learner of these weights, which are written to the location. */
    TestingLearner(ReadableConfig config, PolicyWeights weights, String uri) throws IOException {
        this.config = config;
        this.uri = uri;
        sha256 = weights.write(uri);
        topics = Topics.connect(config);
        producer =
                new KafkaProducer<>(
                        KafkaClients.producer(config, Topic.WEIGHTS),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Segments in the log that are not retired. */
    long ahead() {
        return topics.ends(Topic.ROLLOUTS).entrySet().stream()
                .mapToLong(end -> end.getValue() - next(end.getKey()))
                .sum();
    }

    /** Segments ever written. */
    long written() {
        return topics.ends(Topic.ROLLOUTS).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Retires so many segments, whichever come first, and announces. */
    void retire(long segments) {
        long left = segments;
        for (Map.Entry<Integer, Long> end : topics.ends(Topic.ROLLOUTS).entrySet()) {
            long take = Math.min(left, end.getValue() - next(end.getKey()));
            retired.merge(end.getKey(), take - 1, (before, more) -> before + more + 1);
            left -= take;
        }
        announce(false);
    }

    /** Announces the weights under a new version. */
    void announce(boolean finished) {
        updates++;
        List<LogPosition> positions = new ArrayList<>();
        retired.forEach(
                (partition, offset) -> {
                    if (offset >= 0) {
                        positions.add(
                                new LogPosition(Topic.ROLLOUTS.name(config), partition, offset));
                    }
                });
        WeightsAnnouncement announcement =
                new WeightsAnnouncement(
                        "student",
                        WeightsVersion.of(epoch, updates).value(),
                        updates,
                        uri,
                        sha256,
                        positions,
                        finished);
        producer.send(
                new WeightsAnnouncementRecords().record(Topic.WEIGHTS.name(config), announcement));
        producer.flush();
    }

    private long next(int partition) {
        return retired.getOrDefault(partition, -1L) + 1;
    }

    @Override
    public void close() {
        producer.close();
        topics.close();
    }
}
