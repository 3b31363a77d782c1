package org.retain.jobs.cluster;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.Summary;

/** {@code ./retain topics}: creates Retain's topics on a broker that exists. */
public final class TopicsCommand extends Command {
    @Override
    public String name() {
        return "topics";
    }

    @Override
    public String summary() {
        return "Create Retain's topics on a Kafka broker and check those that exist";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(
                KafkaOptions.BOOTSTRAP_SERVERS,
                KafkaOptions.CONNECT_TIMEOUT,
                KafkaOptions.PROPERTIES,
                TopicOptions.PREFIX,
                TopicOptions.PARTITIONS,
                TopicOptions.REPLICATION_FACTOR,
                TopicOptions.MAX_BATCH_SIZE,
                TopicOptions.MAX_SEGMENT_SIZE);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) {
        Configuration configuration = Attachment.withBroker(given);
        try (Topics topics = Topics.connect(configuration)) {
            List<String> created = topics.create();
            created.forEach(name -> context.out().println("Created " + name));
            return new Summary()
                    .with("bootstrap_servers", KafkaClients.bootstrapServers(configuration))
                    .with("created", created);
        }
    }
}
