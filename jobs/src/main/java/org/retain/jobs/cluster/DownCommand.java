package org.retain.jobs.cluster;

import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.StateDirectory;
import org.retain.jobs.command.Summary;

/** {@code ./retain down}: ends the local cluster. */
public final class DownCommand extends Command {
    @Override
    public String name() {
        return "down";
    }

    @Override
    public String summary() {
        return "Stop the local cluster, cancelling what runs on it";
    }

    @Override
    public String details() {
        return "Topics, checkpoints and logs stay under .retain/cluster for the next ./retain up.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of();
    }

    @Override
    public Summary run(Configuration configuration, CommandContext context) throws Exception {
        LocalCluster cluster =
                new LocalCluster(StateDirectory.path(), context.err()::println, context.stop());
        Optional<LocalCluster.Stopped> stopped = cluster.down();
        if (stopped.isEmpty()) {
            context.err().println("No local cluster is up");
        }
        return new Summary()
                .with("cancelled_jobs", stopped.map(LocalCluster.Stopped::cancelledJobs).orElse(0))
                .with("stopped", stopped.map(LocalCluster.Stopped::processes).orElse(List.of()));
    }
}
