package org.retain.jobs.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.retain.datasets.shard.LockFile;

/**
 * The directory of one broker: checked before the broker, whose own failures end the JVM, opens it.
 */
final class BrokerDirectory {
    private static final long REQUIRED_BYTES = 64L << 20;

    private BrokerDirectory() {}

    /** Creates and formats {@code directory} unless it holds a broker's data already. */
    static void prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            requireSpace(directory);
            requireUnused(directory);
            Formatter formatter =
                    new Formatter()
                            .setPrintStream(
                                    new PrintStream(
                                            OutputStream.nullOutputStream(),
                                            false,
                                            StandardCharsets.UTF_8))
                            .setClusterId(Uuid.randomUuid().toString())
                            .setNodeId(BrokerProperties.NODE_ID)
                            .setIgnoreFormatted(true)
                            .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                            .setMetadataLogDirectory(directory.toString());
            formatter.addDirectory(directory.toString());
            if (!Files.exists(directory.resolve("meta.properties"))) {
                formatter.run();
            }
        } catch (ClusterException e) {
            throw e;
        } catch (Exception e) {
            throw new ClusterException(
                    "Broker directory %s cannot be created or formatted (%s); expected a writable directory"
                            .formatted(directory, e),
                    e);
        }
    }

    static long usableMebibytes(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace() >> 20;
    }

    private static void requireSpace(Path directory) throws IOException {
        long usable = usableMebibytes(directory);
        if (usable < REQUIRED_BYTES >> 20) {
            throw new ClusterException(
                    "Broker directory %s lies on a disk with %d MiB left; the broker needs at least %d MiB. Free some space or choose another directory"
                            .formatted(directory, usable, REQUIRED_BYTES >> 20));
        }
    }

    private static void requireUnused(Path directory) throws IOException {
        // Kafka locks this file itself.
        LockFile.tryAcquire(directory.resolve(".lock"))
                .orElseThrow(
                        () ->
                                new ClusterException(
                                        "Broker directory %s is in use by another broker; stop that broker or choose another directory"
                                                .formatted(directory)))
                .close();
    }
}
