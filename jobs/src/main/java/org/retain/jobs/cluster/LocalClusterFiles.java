package org.retain.jobs.cluster;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;

/**
 * The files of the local cluster under the state directory: {@code cluster/conf} (written anew at
 * each start), {@code cluster/logs}, {@code cluster/kafka} (the broker's data) and {@code
 * cluster/checkpoints}.
 *
 * @param state the state directory
 */
record LocalClusterFiles(Path state) {
    private static final int TAIL_LINES = 15;

    Path configurationDirectory() {
        return state.resolve("cluster/conf");
    }

    Path brokerProperties() {
        return configurationDirectory().resolve("server.properties");
    }

    Path kafka() {
        return state.resolve("cluster/kafka");
    }

    Path checkpoints() {
        return state.resolve("cluster/checkpoints");
    }

    Path temporary() {
        return state.resolve("cluster/tmp");
    }

    Path logs() {
        return state.resolve("cluster/logs");
    }

    Path log(String role) {
        return logs().resolve(role + ".log");
    }

    /** Standard output and error of a process; Flink's web UI expects this name beside the log. */
    Path output(String role) {
        return logs().resolve(role + ".out");
    }

    void write(Configuration configuration, Properties broker) {
        try {
            for (Path directory :
                    List.of(
                            configurationDirectory(),
                            kafka(),
                            checkpoints(),
                            temporary(),
                            logs())) {
                Files.createDirectories(directory);
            }
            Files.write(
                    configurationDirectory().resolve("config.yaml"),
                    ConfigurationUtils.convertConfigToWritableLines(configuration, false));
            try (Writer writer = Files.newBufferedWriter(brokerProperties())) {
                broker.store(writer, null);
            }
        } catch (IOException e) {
            throw new ClusterException(
                    "The local cluster's files cannot be written under %s: %s".formatted(state, e),
                    e);
        }
    }

    /** The last lines that a process left, for the message about its end. */
    String tail(String role) {
        try {
            List<String> lines = Files.readAllLines(output(role));
            if (lines.isEmpty() && Files.exists(log(role))) {
                lines = Files.readAllLines(log(role));
            }
            List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
            return String.join(System.lineSeparator(), last);
        } catch (IOException e) {
            return "";
        }
    }
}
