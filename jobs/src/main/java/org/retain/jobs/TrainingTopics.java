package org.retain.jobs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.cluster.EmbeddedBroker;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.cluster.Topics;

/**
 * The topics of one training, empty at first and gone when it is closed: those of a broker within
 * this JVM, or, where the options name a broker, topics there that no other training shares.
 */
final class TrainingTopics implements AutoCloseable {

    private final Configuration config;
    private final EmbeddedBroker broker;

    private TrainingTopics(Configuration config, EmbeddedBroker broker) {
        this.config = config;
        this.broker = broker;
    }

    /**
     * Creates them. What a training in the same directory left behind when it was killed is
     * removed.
     *
     * @param training its options
     * @param name of the training
     * @param directory of the training
     */
    static TrainingTopics create(Configuration training, String name, Path directory) {
        Configuration config = new Configuration(training);
        EmbeddedBroker broker = null;
        if (training.contains(KafkaOptions.BOOTSTRAP_SERVERS)) {
            String own = "%s-%08x".formatted(name.replaceAll("[^\\w.-]", "_"), hash(directory));
            config.set(TopicOptions.PREFIX, training.get(TopicOptions.PREFIX) + own + ".");
            // The job's name is that of its consumer groups and transactions, too.
            config.set(JobOptions.NAME, training.get(JobOptions.NAME) + "-" + own);
        } else {
            broker = EmbeddedBroker.temporary();
            config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        }
        TrainingTopics created = new TrainingTopics(config, broker);
        try (Topics topics = Topics.connect(config)) {
            topics.delete();
            topics.create();
            return created;
        } catch (RuntimeException e) {
            created.close();
            throw e;
        }
    }

    /** The options of the training, with broker and names of topics. */
    Configuration config() {
        return config;
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
            return;
        }
        try (Topics topics = Topics.connect(config)) {
            topics.delete();
        }
    }

    private static long hash(Path directory) {
        CRC32 crc = new CRC32();
        crc.update(directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
