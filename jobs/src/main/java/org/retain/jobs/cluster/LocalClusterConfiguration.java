package org.retain.jobs.cluster;

import java.nio.file.Path;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * The settings of the local cluster: {@code infra/local/config.yaml}, the command's options over
 * it, addresses last.
 */
final class LocalClusterConfiguration {
    private LocalClusterConfiguration() {}

    static Configuration effective(Configuration given, LocalClusterFiles files) {
        Path directory = Installation.root().resolve("infra/local");
        Configuration configuration =
                GlobalConfiguration.loadConfiguration(directory.toString(), given);
        bindToLoopback(configuration);
        if (!configuration.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)) {
            configuration.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    files.checkpoints().toUri().toString());
        }
        if (!configuration.contains(CoreOptions.TMP_DIRS)) {
            configuration.set(CoreOptions.TMP_DIRS, files.temporary().toString());
        }
        return configuration;
    }

    private static void bindToLoopback(Configuration configuration) {
        configuration.set(JobManagerOptions.ADDRESS, LoopbackPort.HOST);
        configuration.set(JobManagerOptions.BIND_HOST, LoopbackPort.HOST);
        configuration.set(JobManagerOptions.PORT, LoopbackPort.free());
        configuration.set(BlobServerOptions.PORT, "0");
        configuration.set(RestOptions.ADDRESS, LoopbackPort.HOST);
        configuration.set(RestOptions.BIND_ADDRESS, LoopbackPort.HOST);
        configuration.set(
                RestOptions.BIND_PORT, Integer.toString(configuration.get(RestOptions.PORT)));
        configuration.set(TaskManagerOptions.HOST, LoopbackPort.HOST);
        configuration.set(TaskManagerOptions.BIND_HOST, LoopbackPort.HOST);
    }
}
