package org.retain.jobs.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.command.StateDirectory;

/**
 * Finds the broker and the cluster that a command works with: those of its options, else those of
 * {@code ./retain up}.
 *
 * <pre>{@code
 * Configuration configuration = Attachment.complete(given);
 * try (Topics topics = Topics.connect(configuration)) { topics.require(Topic.DEMONSTRATIONS); }
 * JobClient job = RemoteCluster.connect(configuration).submit(environment, "feed");
 * }</pre>
 */
public final class Attachment {
    private Attachment() {}

    /**
     * A copy of the options in which broker and cluster are set.
     *
     * @throws ClusterException if one is not given and no local cluster is up
     */
    public static Configuration complete(Configuration given) {
        return complete(given, StateDirectory.path());
    }

    /**
     * A copy of the options in which the broker is set.
     *
     * @throws ClusterException if it is not given and no local cluster is up
     */
    public static Configuration withBroker(Configuration given) {
        return withBroker(given, StateDirectory.path());
    }

    static Configuration complete(Configuration given, Path stateDirectory) {
        return withCluster(withBroker(given, stateDirectory), stateDirectory);
    }

    private static Configuration withBroker(Configuration given, Path stateDirectory) {
        Configuration configuration = new Configuration(given);
        if (!given.contains(KafkaOptions.BOOTSTRAP_SERVERS)) {
            LocalClusterState state = local(KafkaOptions.BOOTSTRAP_SERVERS.key(), stateDirectory);
            configuration.set(KafkaOptions.BOOTSTRAP_SERVERS, state.bootstrapServers());
        }
        return configuration;
    }

    private static Configuration withCluster(Configuration configuration, Path stateDirectory) {
        if (!configuration.contains(ClusterOptions.CLUSTER)) {
            URI webUi = local(ClusterOptions.CLUSTER.key(), stateDirectory).webUi();
            configuration.set(ClusterOptions.CLUSTER, webUi.getHost() + ":" + webUi.getPort());
        }
        return configuration;
    }

    private static LocalClusterState local(String absent, Path stateDirectory) {
        Optional<LocalClusterState> state = LocalClusterState.read(stateDirectory);
        if (state.isEmpty()) {
            throw new ClusterException(
                    "No cluster to attach to: --%s is not set and no local cluster is up (no %s); start one with ./retain up or give --%s host:port"
                            .formatted(
                                    absent,
                                    stateDirectory.resolve(LocalClusterState.FILE),
                                    absent));
        }
        if (!state.get().isUp()) {
            String reason =
                    state.get().ready()
                            ? LocalClusterState.roles(state.get().missing()) + " ended"
                            : "its start has not finished";
            throw new ClusterException(
                    "No cluster to attach to: the local cluster of %s is not up, %s; run ./retain up, or give --%s host:port"
                            .formatted(
                                    stateDirectory.resolve(LocalClusterState.FILE),
                                    reason,
                                    absent));
        }
        return state.get();
    }
}
