package org.retain.jobs;

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
     * Creates them. What a training of the same name left behind when it was killed is removed.
     *
     * @param training its options
     * @param name that no other training has
     */
    static TrainingTopics create(Configuration training, String name) {
        Configuration config = new Configuration(training);
        EmbeddedBroker broker = null;
        if (training.contains(KafkaOptions.BOOTSTRAP_SERVERS)) {
            String own = name.replaceAll("[^\\w.-]", "_");
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
}
