package org.retain.jobs;

import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.retain.datasets.kafka.DeadLetter;
import org.retain.datasets.kafka.RawRecord;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.jobs.cluster.KafkaClients;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;
import org.retain.operators.decode.DeadLetterSchema;
import org.retain.operators.decode.RawRecordSchema;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.LogStart;
import org.retain.operators.learner.WeightsAnnouncementSchema;
import org.retain.operators.source.StopFile;
import org.retain.operators.source.StoppableSource;

/** What FineTuneJob reads from Kafka and writes to it. */
final class FineTuneTopics {

    private final ReadableConfig config;

    private LogStart rolloutsStart;

    FineTuneTopics(ReadableConfig config) {
        this.config = config;
    }

    /**
     * Where the rollouts are read from unless the job is restored. What the broker has at the first
     * call decides, so that source and learner agree.
     */
    LogStart rolloutsStart() {
        if (rolloutsStart == null) {
            rolloutsStart = LogStart.BEGINNING;
            if (config.get(FineTuneOptions.ROLLOUTS_START) == RolloutsStart.LATEST) {
                try (Topics topics = Topics.connect(config)) {
                    rolloutsStart =
                            new LogStart(Topic.ROLLOUTS.name(config), topics.ends(Topic.ROLLOUTS));
                }
            }
        }
        return rolloutsStart;
    }

    /** Demonstrations and rollouts, committed records only, the former from the beginning. */
    Source<RawRecord, ?, ?> segments() {
        KafkaSource<RawRecord> source = kafka();
        // Where training happens elsewhere, nobody here knows when it ends.
        return config.get(LearnerOptions.ALGORITHM) == Algorithm.EXTERNAL
                ? source
                : new StoppableSource<>(source, new StopFile(config.get(LearnerOptions.OUTPUT)));
    }

    private KafkaSource<RawRecord> kafka() {
        KafkaSourceBuilder<RawRecord> source =
                KafkaSource.<RawRecord>builder()
                        .setProperties(KafkaClients.consumer(config))
                        .setGroupId(config.get(JobOptions.NAME))
                        .setTopics(
                                List.of(
                                        Topic.DEMONSTRATIONS.name(config),
                                        Topic.ROLLOUTS.name(config)))
                        .setStartingOffsets(new StartingOffsets(rolloutsStart()))
                        .setDeserializer(new RawRecordSchema());
        if (config.get(FineTuneOptions.BOUNDED)) {
            source.setBounded(OffsetsInitializer.latest());
        }
        return source.build();
    }

    /** Batches, exactly once. */
    Sink<byte[]> trainingBatches() {
        return exactlyOnce(Topic.TRAINING_BATCHES);
    }

    /** Announcements of weights, at least once: the last record counts. */
    Sink<WeightsAnnouncement> weights() {
        return KafkaSink.<WeightsAnnouncement>builder()
                .setKafkaProducerConfig(KafkaClients.producer(config, Topic.WEIGHTS))
                .setBootstrapServers(KafkaClients.bootstrapServers(config))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new WeightsAnnouncementSchema(Topic.WEIGHTS.name(config)))
                .build();
    }

    /** Figures of the stations as JSON, exactly once. */
    Sink<byte[]> metrics() {
        return exactlyOnce(Topic.METRICS);
    }

    /** Refused records, at least once: a failure may repeat one, never lose one. */
    Sink<DeadLetter> deadLetters() {
        return KafkaSink.<DeadLetter>builder()
                .setKafkaProducerConfig(KafkaClients.producer(config, Topic.DEMONSTRATIONS))
                .setBootstrapServers(KafkaClients.bootstrapServers(config))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new DeadLetterSchema())
                .build();
    }

    private Sink<byte[]> exactlyOnce(Topic topic) {
        String name = topic.name(config);
        return KafkaSink.<byte[]>builder()
                .setKafkaProducerConfig(KafkaClients.producer(config, topic))
                .setBootstrapServers(KafkaClients.bootstrapServers(config))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(config.get(JobOptions.NAME) + "-" + name)
                .setRecordSerializer(new ValueSchema(name))
                .build();
    }
}
