package org.retain.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.jobs.cluster.EmbeddedBroker;
import org.retain.jobs.cluster.EmbeddedCluster;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.cluster.Topics;
import org.retain.operators.environment.EnvironmentName;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.file.DirectoryDeletion;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;
import org.retain.operators.rollout.PlayedFunction;
import org.retain.operators.rollout.RolloutOptions;

/**
 * Plays sixteen games of NetHack side by side in one TaskManager for millions of steps, half of
 * them after the job was cancelled and started again in the same JVM, and prints the resident
 * memory of the process, which must be flat, and the game directories, of which none may stay.
 * infra/benchmark/soak.sh runs it.
 */
final class RolloutSoak {

    private static final int SLOTS = 16;
    private static final long INTERVAL = 250_000;
    private static final Duration POLL = Duration.ofSeconds(1);

    private RolloutSoak() {}

    public static void main(String[] arguments) throws Exception {
        long steps = Long.parseLong(arguments[0]);
        Path directory = Files.createTempDirectory("rollout-soak");
        Path weights = directory.resolve("initial.safetensors");
        Files.write(weights, PolicyWeights.random(new SmallNetShape(1, 1, 8, 8, 121), 1).encode());
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            Configuration config = config(weights);
            config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
            try (Topics topics = Topics.connect(config)) {
                topics.create();
            }
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(config);
            RolloutJob.build(env, config);
            try (EmbeddedCluster cluster = EmbeddedCluster.start(config, RequiredSlots.of(env))) {
                for (int run = 0; run < 2; run++) {
                    play(cluster, config, steps / 2);
                }
            }
            System.out.printf("%d game directories are left%n", gameDirectories());
        } finally {
            DirectoryDeletion.delete(directory);
        }
    }

    private static void play(EmbeddedCluster cluster, Configuration config, long steps)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        RolloutJob.build(env, config);
        JobClient job = cluster.submit(env, "soak");
        long next = 0;
        long played = 0;
        while (played < steps) {
            Thread.sleep(POLL.toMillis());
            Map<String, Object> counts = job.getAccumulators().get();
            played = count(counts, PlayedFunction.STEPS);
            if (played >= next) {
                System.out.printf(
                        Locale.ROOT,
                        "%,11d steps  %,7d episodes  %5d MiB resident  %3d game directories%n",
                        played,
                        count(counts, PlayedFunction.EPISODES_ENDED),
                        residentMebibytes(),
                        gameDirectories());
                next = played / INTERVAL * INTERVAL + INTERVAL;
            }
        }
        job.cancel().get();
        while (!job.getJobStatus().get().isGloballyTerminalState()) {
            Thread.sleep(POLL.toMillis());
        }
        System.out.printf("cancelled, %d game directories are left%n", gameDirectories());
    }

    private static long count(Map<String, Object> counts, String name) {
        return counts.get(name) instanceof Long count ? count : 0;
    }

    private static Configuration config(Path weights) {
        Configuration config = new Configuration();
        config.set(EnvironmentOptions.NAME, EnvironmentName.NETHACK);
        config.set(JobOptions.PARALLELISM, 1);
        config.set(RolloutOptions.SLOTS, SLOTS);
        config.set(RolloutOptions.MAX_AHEAD, Integer.MAX_VALUE);
        config.set(RolloutOptions.INITIAL_WEIGHTS, weights.toString());
        // Counts travel with the heartbeats of the tasks.
        JobRun.showProgress(config);
        return JobDefaults.under(config);
    }

    private static long gameDirectories() throws IOException {
        String prefix = "retain-nethack-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
        }
    }

    private static long residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
