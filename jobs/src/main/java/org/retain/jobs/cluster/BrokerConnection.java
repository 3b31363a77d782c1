package org.retain.jobs.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Questions to a broker, each answered within {@link KafkaOptions#CONNECT_TIMEOUT} or refused with
 * what to do.
 */
final class BrokerConnection implements AutoCloseable {
    private static final Duration VISIBILITY_POLL = Duration.ofMillis(50);

    private final String address;
    private final Duration timeout;
    private final Admin admin;

    private BrokerConnection(String address, Duration timeout, Admin admin) {
        this.address = address;
        this.timeout = timeout;
        this.admin = admin;
    }

    static BrokerConnection open(ReadableConfig configuration) {
        String address = KafkaClients.bootstrapServers(configuration);
        Duration timeout = configuration.get(KafkaOptions.CONNECT_TIMEOUT);
        Properties properties = KafkaClients.properties(configuration);
        String millis = Long.toString(timeout.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        BrokerConnection connection;
        try {
            connection = new BrokerConnection(address, timeout, Admin.create(properties));
        } catch (KafkaException e) {
            throw new ClusterException(
                    "Kafka client for %s cannot be created: %s; check --%s and --kafka.properties.*"
                            .formatted(
                                    address, rootMessage(e), KafkaOptions.BOOTSTRAP_SERVERS.key()),
                    e);
        }
        try {
            connection.ask(admin -> admin.describeCluster().nodes());
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    String address() {
        return address;
    }

    Config describe(ConfigResource resource) {
        return ask(admin -> admin.describeConfigs(List.of(resource)).all()).get(resource);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    /** A new topic is known to the controller before the broker can describe it. */
    void awaitVisible(Collection<String> names) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!allDescribed(names)) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException(
                        "Kafka at %s created %s but did not show them within %d s; try again"
                                .formatted(address, String.join(", ", names), timeout.toSeconds()));
            }
            LockSupport.parkNanos(VISIBILITY_POLL.toNanos());
        }
    }

    /** A deleted topic is listed until the broker has heard of it from the controller. */
    void awaitGone(Collection<String> names) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!Collections.disjoint(names, ask(admin -> admin.listTopics().names()))) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException(
                        "Kafka at %s was asked to delete %s but still shows some of them after %d s; is delete.topic.enable set there?"
                                .formatted(address, String.join(", ", names), timeout.toSeconds()));
            }
            LockSupport.parkNanos(VISIBILITY_POLL.toNanos());
        }
    }

    private boolean allDescribed(Collection<String> names) {
        List<ConfigResource> resources =
                names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        try {
            admin.describeConfigs(resources).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting for Kafka at " + address, e);
        }
    }

    /**
     * Puts a question to the broker and waits for the answer.
     *
     * @throws TopicExistsException as the broker throws it, since it may be no error
     */
    <T> T ask(Function<Admin, KafkaFuture<T>> question) {
        try {
            return question.apply(admin).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException exists) {
                throw exists;
            }
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw new ClusterException(
                        "Kafka at %s did not answer within %d s; is the broker running there, and are its advertised listeners reachable from here? Start a local one with ./retain up or correct --%s"
                                .formatted(
                                        address,
                                        timeout.toSeconds(),
                                        KafkaOptions.BOOTSTRAP_SERVERS.key()),
                        e);
            }
            throw refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting for Kafka at " + address, e);
        }
    }

    private ClusterException refused(ExecutionException e) {
        return new ClusterException(
                "Kafka at %s refused: %s".formatted(address, rootMessage(e)), e);
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
