package org.retain.jobs.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.retain.jobs.command.StopToken;

/**
 * A Kafka broker, a JobManager and a TaskManager as processes of their own on this machine, which
 * outlive the command that starts them.
 *
 * <p>A start either ends with everything ready or leaves no process behind. Only one start or stop
 * works on a state directory at a time.
 */
final class LocalCluster {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration REST_TIMEOUT = Duration.ofSeconds(5);

    private final Path stateDirectory;
    private final Consumer<String> report;
    private final StopToken stop;

    /**
     * @param report takes a line for each thing that happens
     * @param stop ends a start early
     */
    LocalCluster(Path stateDirectory, Consumer<String> report, StopToken stop) {
        this.stateDirectory = stateDirectory;
        this.report = report;
        this.stop = stop;
    }

    /**
     * Starts what is not up yet.
     *
     * @return whether it was started now; false if it was up already
     */
    boolean up(Configuration given) throws InterruptedException {
        try (Closeable lock = lock()) {
            Optional<LocalClusterState> earlier = LocalClusterState.read(stateDirectory);
            if (earlier.isPresent() && earlier.get().isUp()) {
                return false;
            }
            if (earlier.isPresent()) {
                report.accept(
                        "An earlier local cluster ended without ./retain down; removing what is left of it");
                stopProcesses(earlier.get());
            }
            start(given);
            return true;
        }
    }

    /**
     * Cancels the jobs and ends every process.
     *
     * @return what was stopped, or nothing if there was no local cluster
     */
    Optional<Stopped> down() throws InterruptedException {
        try (Closeable lock = lock()) {
            Optional<LocalClusterState> state = LocalClusterState.read(stateDirectory);
            if (state.isEmpty()) {
                return Optional.empty();
            }
            int jobs = cancelJobs(state.get());
            return Optional.of(new Stopped(jobs, stopProcesses(state.get())));
        }
    }

    LocalClusterState state() {
        return LocalClusterState.read(stateDirectory).orElseThrow();
    }

    private void start(Configuration given) throws InterruptedException {
        LocalClusterFiles files = new LocalClusterFiles(stateDirectory);
        Configuration configuration = LocalClusterConfiguration.effective(given, files);
        int kafkaPort = configuration.get(LocalClusterOptions.KAFKA_PORT);
        int restPort = configuration.get(RestOptions.PORT);
        LoopbackPort.require(
                kafkaPort, "the Kafka broker", "--" + LocalClusterOptions.KAFKA_PORT.key());
        LoopbackPort.require(restPort, "Flink's web UI", "-Drest.port");
        BrokerDirectory.prepare(files.kafka());
        files.write(configuration, BrokerProperties.of(files.kafka(), kafkaPort));
        LocalClusterCommands commands = new LocalClusterCommands(configuration, files);
        LocalClusterState state =
                LocalClusterState.starting(
                        LoopbackPort.HOST + ":" + kafkaPort,
                        URI.create("http://" + LoopbackPort.HOST + ":" + restPort));
        boolean ready = false;
        try {
            stop.check();
            state = launch(state, "kafka", commands.kafka(), files);
            state = launch(state, "jobmanager", commands.jobManager(), files);
            state = launch(state, "taskmanager", commands.taskManager(), files);
            awaitReady(state, configuration, files);
            state.asReady().write(stateDirectory);
            ready = true;
        } finally {
            if (!ready) {
                report.accept("The local cluster did not become ready; ending its processes");
                stopProcesses(state);
            }
        }
    }

    private LocalClusterState launch(
            LocalClusterState state, String role, List<String> command, LocalClusterFiles files) {
        ClusterProcess process = DetachedProcess.start(role, command, files.output(role));
        LocalClusterState more = state.with(process);
        more.write(stateDirectory);
        report.accept(
                "Starting %s, pid %d, log %s".formatted(role, process.pid(), files.log(role)));
        return more;
    }

    private void awaitReady(
            LocalClusterState state, Configuration configuration, LocalClusterFiles files)
            throws InterruptedException {
        await(
                state,
                files,
                configuration,
                "Kafka to listen",
                () -> isListening(state.bootstrapServers()));
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
        await(
                state,
                files,
                configuration,
                slots + " free task slots",
                () -> freeSlots(rest) >= slots);
        report.accept(
                "Flink answers at %s; %d task slots are free".formatted(state.webUi(), slots));
    }

    private void await(
            LocalClusterState state,
            LocalClusterFiles files,
            Configuration configuration,
            String what,
            BooleanSupplier condition)
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
            socket.connect(new InetSocketAddress(address.substring(0, colon), port), 500);
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

    /**
     * Running jobs are cancelled first, since libtorch must not be unloaded under a thread that
     * computes.
     */
    private int cancelJobs(LocalClusterState state) throws InterruptedException {
        FlinkRest rest = new FlinkRest(state.webUi(), REST_TIMEOUT);
        try {
            List<FlinkRest.Job> jobs = rest.runningJobs();
            for (FlinkRest.Job job : jobs) {
                report.accept("Cancelling job '%s' (%s)".formatted(job.name(), job.id()));
                rest.cancel(job);
            }
            long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
            while (!rest.runningJobs().isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(POLL_INTERVAL.toMillis());
            }
            return jobs.size();
        } catch (IOException e) {
            report.accept(
                    "Flink at %s does not answer, so no job was cancelled"
                            .formatted(state.webUi()));
            return 0;
        }
    }

    private List<String> stopProcesses(LocalClusterState state) throws InterruptedException {
        List<ClusterProcess> running = state.running();
        for (ClusterProcess process : running) {
            boolean inOrder = process.terminate(STOP_TIMEOUT);
            report.accept(
                    inOrder
                            ? "Stopped %s".formatted(process.role())
                            : "Killed %s, which did not stop within %d s"
                                    .formatted(process.role(), STOP_TIMEOUT.toSeconds()));
        }
        LocalClusterState.delete(stateDirectory);
        return running.stream().map(ClusterProcess::role).toList();
    }

    private Closeable lock() {
        Path file = stateDirectory.resolve("cluster.lock");
        try {
            Files.createDirectories(stateDirectory);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new ClusterException(
                        "Another ./retain up or down is at work on %s; wait for its end"
                                .formatted(stateDirectory));
            }
            return () -> release(channel);
        } catch (OverlappingFileLockException e) {
            throw new ClusterException("Another start or stop is at work on " + stateDirectory, e);
        } catch (IOException e) {
            throw new ClusterException("Lock file %s cannot be used: %s".formatted(file, e), e);
        }
    }

    private static void release(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ClusterException("The lock on the local cluster cannot be released: " + e, e);
        }
    }

    /** A lock whose release has no checked exception. */
    private interface Closeable extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * What {@link #down()} did.
     *
     * @param cancelledJobs jobs that were still running
     * @param processes roles of the processes that were running, in the order of their end
     */
    record Stopped(int cancelledJobs, List<String> processes) {}
}
