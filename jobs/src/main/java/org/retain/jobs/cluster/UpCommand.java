package org.retain.jobs.cluster;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.StateDirectory;
import org.retain.jobs.command.Summary;

/** {@code ./retain up}: starts the local cluster. */
public final class UpCommand extends Command {
    @Override
    public String name() {
        return "up";
    }

    @Override
    public String summary() {
        return "Start a local cluster: Kafka, a JobManager and a TaskManager";
    }

    @Override
    public String details() {
        return "The processes stay after the command; ./retain down ends them. Their settings are in"
                + " infra/local/config.yaml, and -Dkey=value overrides one for this start, such as"
                + " -Dtaskmanager.numberOfTaskSlots=8 or -Drest.port=8082. Logs and data lie under"
                + " .retain/cluster.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(
                LocalClusterOptions.KAFKA_PORT,
                LocalClusterOptions.KAFKA_HEAP,
                LocalClusterOptions.START_TIMEOUT,
                TopicOptions.PARTITIONS,
                TopicOptions.PREFIX);
    }

    @Override
    public Summary run(Configuration configuration, CommandContext context) throws Exception {
        long start = System.nanoTime();
        LocalCluster cluster =
                new LocalCluster(StateDirectory.path(), context.err()::println, context.stop());
        boolean started = cluster.up(configuration);
        if (!started) {
            context.err().println("The local cluster is up already; ./retain down ends it");
        }
        LocalClusterState state = cluster.state();
        return new Summary()
                .with("started", started)
                .with("bootstrap_servers", state.bootstrapServers())
                .with("web_ui", state.webUi().toString())
                .with("pids", state.processes().stream().map(ClusterProcess::pid).toList())
                .with("seconds", (System.nanoTime() - start) / 1e9);
    }
}
