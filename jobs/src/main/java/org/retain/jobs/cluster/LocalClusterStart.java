package org.retain.jobs.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.retain.jobs.command.StopToken;

/**
 * One start of the local cluster. Each process is in the state file as soon as it runs, so that
 * whoever cleans up after a start that failed finds it there.
 */
final class LocalClusterStart {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration REST_TIMEOUT = Duration.ofSeconds(5);
    private static final int CONNECT_TIMEOUT_MS = 500;

    private final Configuration configuration;
    private final LocalClusterFiles files;
    private final Consumer<String> report;
    private final StopToken stop;

    LocalClusterStart(
            Configuration given, Path stateDirectory, Consumer<String> report, StopToken stop) {
        this.files = new LocalClusterFiles(stateDirectory);
        this.configuration = LocalClusterConfiguration.effective(given, files);
        this.report = report;
        this.stop = stop;
    }

    /** Starts the processes and returns when they are ready. */
    void run() throws InterruptedException {
        int kafkaPort = configuration.get(LocalClusterOptions.KAFKA_PORT);
        int restPort = configuration.get(RestOptions.PORT);
        LoopbackPort.require(
                kafkaPort, "the Kafka broker", "--" + LocalClusterOptions.KAFKA_PORT.key());
        LoopbackPort.require(restPort, "Flink's web UI", "-Drest.port");
        BrokerDirectory.prepare(files.kafka());
        files.write(configuration, BrokerProperties.of(files.kafka(), kafkaPort));
        LocalClusterCommands commands = new LocalClusterCommands(configuration, files);
        stop.check();
        LocalClusterState state =
                LocalClusterState.starting(
                        LoopbackPort.HOST + ":" + kafkaPort,
                        URI.create("http://" + LoopbackPort.HOST + ":" + restPort));
        state = launch(state, "kafka", commands.kafka());
        state = launch(state, "jobmanager", commands.jobManager());
        state = launch(state, "taskmanager", commands.taskManager());
        awaitReady(state);
        state.asReady().write(files.state());
    }

    private LocalClusterState launch(LocalClusterState state, String role, List<String> command) {
        ClusterProcess process = DetachedProcess.start(role, command, files.output(role));
        LocalClusterState more = state.with(process);
        try {
            more.write(files.state());
        } catch (RuntimeException e) {
            // Nobody could find the process later.
            process.kill();
            throw e;
        }
        report.accept(
                "Starting %s, pid %d, log %s".formatted(role, process.pid(), files.log(role)));
        return more;
    }

    private void awaitReady(LocalClusterState state) throws InterruptedException {
        await(state, "Kafka to listen", () -> isListening(state.bootstrapServers()));
        Configuration clients = new Configuration(configuration);
        clients.set(KafkaOptions.BOOTSTRAP_SERVERS, state.bootstrapServers());
        clients.set(
                KafkaOptions.CONNECT_TIMEOUT, configuration.get(LocalClusterOptions.START_TIMEOUT));
        try (Topics topics = Topics.connect(clients)) {
            int created = topics.create().size();
            report.accept(
                    "Kafka answers at %s; %d topics created"
                            .formatted(state.bootstrapServers(), created));
        }
        int slots = configuration.get(TaskManagerOptions.NUM_TASK_SLOTS);
        FlinkRest rest = new FlinkRest(state.webUi(), REST_TIMEOUT);
        await(state, slots + " free task slots", () -> freeSlots(rest) >= slots);
        report.accept(
                "Flink answers at %s; %d task slots are free".formatted(state.webUi(), slots));
    }

    private void await(LocalClusterState state, String what, BooleanSupplier condition)
            throws InterruptedException {
        Duration timeout = configuration.get(LocalClusterOptions.START_TIMEOUT);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            stop.check();
            for (ClusterProcess ended : state.missing()) {
                throw new ClusterException(
                        "Process %s of the local cluster ended while starting; its last lines, from %s:%n%s"
                                .formatted(ended.role(), files.logs(), files.tail(ended.role())));
            }
            if (System.nanoTime() > deadline) {
                throw new ClusterException(
                        "Waited %d s for %s in vain; the logs in %s say why, --%s sets the limit"
                                .formatted(
                                        timeout.toSeconds(),
                                        what,
                                        files.logs(),
                                        LocalClusterOptions.START_TIMEOUT.key()));
            }
            stop.await(POLL_INTERVAL);
        }
    }

    private static boolean isListening(String address) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            int port = Integer.parseInt(address.substring(colon + 1));
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), port), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freeSlots(FlinkRest rest) {
        try {
            return rest.overview().freeSlots();
        } catch (IOException e) {
            // The JobManager is still starting; the loop around tells how long that may take.
            return 0;
        }
    }
}
