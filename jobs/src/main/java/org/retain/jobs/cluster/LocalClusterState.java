package org.retain.jobs.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code ./retain up} leaves for later commands, in {@code cluster.json} of the state
 * directory.
 *
 * @param version of this format
 * @param bootstrapServers address of the broker
 * @param webUi address of the JobManager's REST interface and web UI
 * @param ready whether every process had become ready
 * @param processes in the order of their start
 */
record LocalClusterState(
        int version,
        String bootstrapServers,
        URI webUi,
        boolean ready,
        List<ClusterProcess> processes) {
    static final String FILE = "cluster.json";

    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .enable(SerializationFeature.INDENT_OUTPUT);

    static LocalClusterState starting(String bootstrapServers, URI webUi) {
        return new LocalClusterState(VERSION, bootstrapServers, webUi, false, List.of());
    }

    /** The state in {@code directory}, if {@code ./retain up} left one. */
    static Optional<LocalClusterState> read(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            int version = MAPPER.readTree(file.toFile()).path("version").asInt();
            if (version != VERSION) {
                throw unreadable(
                        file, "version " + version + ", this build reads " + VERSION, null);
            }
            return Optional.of(MAPPER.readValue(file.toFile(), LocalClusterState.class));
        } catch (JsonProcessingException e) {
            throw unreadable(file, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e.toString(), e);
        }
    }

    LocalClusterState with(ClusterProcess process) {
        List<ClusterProcess> more = new ArrayList<>(processes);
        more.add(process);
        return new LocalClusterState(version, bootstrapServers, webUi, ready, more);
    }

    LocalClusterState asReady() {
        return new LocalClusterState(version, bootstrapServers, webUi, true, processes);
    }

    boolean isUp() {
        return ready && missing().isEmpty();
    }

    /** The processes that have ended since. */
    List<ClusterProcess> missing() {
        return processes.stream().filter(process -> !process.isRunning()).toList();
    }

    /** The processes that still run, the last started first. */
    List<ClusterProcess> running() {
        List<ClusterProcess> running = new ArrayList<>();
        for (ClusterProcess process : processes) {
            if (process.isRunning()) {
                running.add(0, process);
            }
        }
        return running;
    }

    static String roles(List<ClusterProcess> processes) {
        return processes.stream()
                .map(process -> process.role() + " (pid " + process.pid() + ")")
                .collect(Collectors.joining(", "));
    }

    /** Replaces the file as a whole, so that no reader sees half of it. */
    void write(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, FILE, ".tmp");
            MAPPER.writeValue(temporary.toFile(), this);
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ClusterException("State file %s cannot be written: %s".formatted(file, e), e);
        }
    }

    static void delete(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(FILE));
        } catch (IOException e) {
            throw new ClusterException(
                    "State file %s cannot be deleted: %s".formatted(directory.resolve(FILE), e), e);
        }
    }

    private static ClusterException unreadable(Path file, String found, Exception cause) {
        return new ClusterException(
                "State file %s is unreadable (%s); end its processes by hand if any run, then delete it"
                        .formatted(file, found),
                cause);
    }
}
