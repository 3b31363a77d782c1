package org.retain.jobs;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.datasets.sample.BundledSample;
import org.retain.jobs.cluster.DirectoryDeletion;
import org.retain.jobs.cluster.EmbeddedBroker;
import org.retain.jobs.cluster.EmbeddedCluster;
import org.retain.jobs.cluster.EmbeddedClusterOptions;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.StateDirectory;
import org.retain.jobs.command.Summary;
import org.retain.operators.feed.FeedInput;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.memory.SegmentKind;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.ScaledNetShape;
import org.retain.operators.preprocess.PreprocessOptions;
import org.retain.operators.target.TargetOptions;

/**
 * {@code ./retain demo}: three recorded games from file to training batches, in one process, with a
 * real broker and a real Flink cluster.
 */
public final class DemoCommand extends Command {

    /** Small enough for two processor cores, with the reference's architecture. */
    private static final ScaledNetShape TEACHER = new ScaledNetShape(8, 16, 32, 48, 48, 121);

    private static final long SEED = 0;
    private static final int MEMORY_CAPACITY = 100;
    private static final int BAR = 40;

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "Take three recorded games all the way to training batches";
    }

    @Override
    public String details() {
        return "Decodes the bundled games, feeds them to a Kafka broker and runs FineTuneJob with a"
                + " small teacher of random weights, all inside this process. Ends by itself.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(EmbeddedClusterOptions.WEB_PORT);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) throws Exception {
        long start = System.nanoTime();
        Path directory = StateDirectory.path().resolve("demo");
        DirectoryDeletion.delete(directory);
        Path shards = preprocess(directory, context);
        FeedInput input = FeedInput.of(shards.toString());
        Configuration config = configuration(given, directory, shards);
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            config.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
            try (Topics topics = Topics.connect(config)) {
                topics.create();
            }
            FineTuneReport report = stream(config, input, context);
            return report.summary().with("seconds", (System.nanoTime() - start) / 1e9);
        }
    }

    private static Path preprocess(Path directory, CommandContext context) throws Exception {
        Path games = BundledSample.extractTo(directory.resolve("games"));
        Path shards = directory.resolve("shards");
        Configuration config = new Configuration();
        config.set(PreprocessOptions.INPUT, games.toString());
        config.set(PreprocessOptions.OUTPUT, shards.toString());
        long start = System.nanoTime();
        Map<String, Object> done = new PreprocessCommand().run(config, context).values();
        context.out()
                .printf(
                        "preprocess  %s games, %,d frames to Parquet in %.1f s%n",
                        done.get("games"), (long) done.get("frames"), seconds(start));
        return shards;
    }

    private static Configuration configuration(Configuration given, Path directory, Path shards)
            throws IOException {
        String teacher = directory.resolve("teacher.safetensors").toUri().toString();
        Configuration config = new Configuration(given);
        config.set(TargetOptions.TEACHER, teacher);
        config.set(
                TargetOptions.TEACHER_SHA256, PolicyWeights.random(TEACHER, SEED).write(teacher));
        config.set(FeedOptions.INPUT, shards.toString());
        config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofSeconds(1));
        config.set(FineTuneOptions.BOUNDED, true);
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.DEMONSTRATIONS);
        config.set(MemoryOptions.STRATUM, List.of("dungeon-level"));
        config.set(MemoryOptions.STRATUM_WEIGHTS, "balanced");
        config.set(MemoryOptions.CAPACITY, MEMORY_CAPACITY);
        return JobDefaults.under(config);
    }

    private static FineTuneReport stream(
            Configuration config, FeedInput input, CommandContext context) throws Exception {
        StreamExecutionEnvironment feed =
                StreamExecutionEnvironment.getExecutionEnvironment(config);
        FeedJob.build(feed, config);
        StreamExecutionEnvironment tune =
                StreamExecutionEnvironment.getExecutionEnvironment(config);
        FineTuneJob.build(tune, config);
        RequiredSlots slots = RequiredSlots.of(feed).plus(RequiredSlots.of(tune));
        try (EmbeddedCluster cluster = EmbeddedCluster.start(config, slots)) {
            context.out().printf("Flink web UI while this runs: %s%n", cluster.webUi());
            long start = System.nanoTime();
            new JobRun(cluster, cluster.submit(feed, "demo feed"), context)
                    .await("Feeding", "segments", FeedJob.SOURCE_UID);
            context.out()
                    .printf(
                            "feed        %,d segments of %d games to Kafka in %.1f s%n",
                            input.segments(), input.episodes(), seconds(start));
            start = System.nanoTime();
            JobClient job = cluster.submit(tune, "demo finetune");
            new JobRun(cluster, job, context).await("Fine-tuning", "segments", "memory");
            FineTuneReport report = FineTuneReport.read(config, job.getJobID());
            print(report, seconds(start), context.out());
            return report;
        }
    }

    private static void print(FineTuneReport report, double seconds, PrintStream out) {
        long driving = report.count("memory.driving");
        out.printf("finetune    %,d segments in %.1f s%n", driving, seconds);
        out.printf(
                "  target    the teacher's logits on %,d segments (%.0f/s)%n",
                driving, driving / seconds);
        out.printf(
                "  memory    %,d segments inserted, %,d drawn (%.0f/s), %,d draws forgiven; held by dungeon level:%n",
                report.count("memory.tables.inserts"),
                report.count("memory.draws"),
                report.count("memory.draws") / seconds,
                report.count("memory.forgiven"));
        long most = report.memory().values().stream().mapToLong(Long::longValue).max().orElse(1);
        report.memory()
                .forEach(
                        (level, items) ->
                                out.printf(
                                        "    level %-4s %4d %s%n",
                                        level, items, "#".repeat((int) (BAR * items / most))));
        out.printf(
                "  assemble  %,d batches of %,d driving and %,d drawn rows, %,.0f steps/s, to retain.training-batches%n",
                report.count("assemble.batches"),
                report.count("assemble.drivingRows"),
                report.count("assemble.drawnRows"),
                report.count("assemble.steps") / seconds);
        report.dropped()
                .forEach((reason, count) -> out.printf("  dropped   %,d %s%n", count, reason));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
