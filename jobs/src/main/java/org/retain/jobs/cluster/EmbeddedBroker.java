package org.retain.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.retain.operators.file.DirectoryDeletion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, broker and controller in one) inside this JVM, for jobs and tests
 * that need topics.
 *
 * <pre>{@code
 * try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
 *     configuration.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
 *     ...
 * }
 * }</pre>
 *
 * <p>It listens on the loopback interface only, has transactions, and creates no topic by itself.
 * Closing shuts down in order, so a later broker on the same directory finds every topic and
 * record; the directory of {@link #temporary()} is deleted instead. A failure the broker cannot
 * survive, such as a full disk, is printed and ends the JVM: Kafka's own threads cannot go on after
 * it.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int ATTEMPTS = 3;

    private final Path directory;
    private final boolean temporary;
    private final int port;
    private final KafkaRaftServer server;
    private final Thread shutdownHook = new Thread(this::shutDown, "embedded-broker-shutdown");
    private boolean closed;

    private EmbeddedBroker(Path directory, boolean temporary, int port, KafkaRaftServer server) {
        this.directory = directory;
        this.temporary = temporary;
        this.port = port;
        this.server = server;
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /** Starts a broker on a free port whose data are deleted on close. */
    public static EmbeddedBroker temporary() {
        try {
            return start(Files.createTempDirectory("retain-broker-"), true, 0);
        } catch (IOException e) {
            throw new ClusterException(
                    "No temporary directory for the broker: " + e.getMessage(), e);
        }
    }

    /**
     * Starts a broker on a free port over {@code directory}, which is created if absent and kept on
     * close.
     */
    public static EmbeddedBroker at(Path directory) {
        return start(directory, false, 0);
    }

    /**
     * Starts a broker on a given port over {@code directory}, which is created if absent and kept
     * on close.
     *
     * @throws ClusterException if the port or the directory is taken, or the disk is full
     */
    public static EmbeddedBroker at(Path directory, int port) {
        return start(directory, false, port);
    }

    /** Address for clients, {@code host:port}. */
    public String bootstrapServers() {
        return LoopbackPort.HOST + ":" + port;
    }

    public Path directory() {
        return directory;
    }

    /** Shuts the broker down in order; further calls do nothing. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            LOG.debug("The JVM is shutting down already");
        }
        shutDown();
    }

    private static EmbeddedBroker start(Path given, boolean temporary, int requestedPort) {
        Path directory = given.toAbsolutePath().normalize();
        try {
            if (requestedPort != 0) {
                LoopbackPort.require(requestedPort, "the Kafka broker", "--local.kafka.port");
            }
            BrokerDirectory.prepare(directory);
            explainFatalFailures(directory);
            return startServer(directory, temporary, requestedPort);
        } catch (RuntimeException e) {
            if (temporary) {
                DirectoryDeletion.delete(directory);
            }
            throw e;
        }
    }

    private static EmbeddedBroker startServer(
            Path directory, boolean temporary, int requestedPort) {
        RuntimeException failure = null;
        // A free port may be taken by another process between its choice and its use.
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = requestedPort == 0 ? LoopbackPort.free() : requestedPort;
            KafkaRaftServer server = null;
            try {
                server =
                        new KafkaRaftServer(
                                KafkaConfig.fromProps(BrokerProperties.of(directory, port)),
                                Time.SYSTEM);
                server.startup();
                return new EmbeddedBroker(directory, temporary, port, server);
            } catch (RuntimeException e) {
                failure = e;
                if (server != null) {
                    server.shutdown();
                }
            }
        }
        throw new ClusterException(
                "The Kafka broker over %s did not start: %s"
                        .formatted(directory, rootMessage(failure)),
                failure);
    }

    private static void explainFatalFailures(Path directory) {
        Exit.Procedure explain =
                (status, message) -> {
                    System.err.printf(
                            "The Kafka broker over %s stopped on a failure it cannot survive%s. %s%n",
                            directory,
                            message == null ? "" : " (" + message + ")",
                            diskState(directory));
                    Runtime.getRuntime().halt(status);
                };
        Exit.setHaltProcedure(explain);
        Exit.setExitProcedure(explain);
    }

    private static String diskState(Path directory) {
        try {
            return "Its disk has %d MiB left; the log above names the cause"
                    .formatted(BrokerDirectory.usableMebibytes(directory));
        } catch (IOException e) {
            return "Its directory is not accessible: " + e;
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private synchronized void shutDown() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        if (temporary) {
            DirectoryDeletion.delete(directory);
        }
    }
}
