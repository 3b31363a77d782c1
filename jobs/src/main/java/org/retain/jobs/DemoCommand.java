package org.retain.jobs;

import java.nio.file.Path;
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
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.Progress;
import org.retain.jobs.command.StateDirectory;
import org.retain.jobs.command.Summary;
import org.retain.operators.feed.FeedInput;

/**
 * {@code ./retain demo}: three recorded games become a teacher and a fine-tuned student, in one
 * process, with a real broker and a real Flink cluster.
 */
public final class DemoCommand extends Command {

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "Take three recorded games all the way to a fine-tuned policy";
    }

    @Override
    public String details() {
        return "Decodes the bundled games, clones a small teacher from them, feeds them to a Kafka"
                + " broker and fine-tunes a student by PPO and kickstarting, all inside this"
                + " process. There is no environment yet: the rollouts are the recorded games, as"
                + " the teacher would have recorded them had it pressed their keys. Ends by itself.";
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
        DemoConfiguration configuration = new DemoConfiguration(given, directory);
        DemoOutput output = new DemoOutput(context.out());

        Path games = BundledSample.extractTo(directory.resolve("games"));
        Map<String, Object> preprocessed =
                new PreprocessCommand().run(configuration.preprocessing(games), context).values();
        output.preprocessed(preprocessed, seconds(start));

        long pretraining = System.nanoTime();
        Map<String, Object> teacher =
                new PretrainCommand().run(configuration.pretraining(), context).values();
        output.pretrained(teacher, seconds(pretraining));

        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            Configuration config = configuration.fineTuning(teacher, broker.bootstrapServers());
            try (Topics topics = Topics.connect(config)) {
                topics.create();
            }
            FineTuneReport report = stream(config, output, context);
            return DemoOutput.summary(teacher, report, seconds(start));
        }
    }

    private static FineTuneReport stream(
            Configuration config, DemoOutput output, CommandContext context) throws Exception {
        StreamExecutionEnvironment feed =
                StreamExecutionEnvironment.getExecutionEnvironment(config);
        DemoFeed.build(feed, config);
        StreamExecutionEnvironment tune =
                StreamExecutionEnvironment.getExecutionEnvironment(config);
        FineTuneJob.build(tune, config);
        RequiredSlots slots = RequiredSlots.of(feed).plus(RequiredSlots.of(tune));
        try (EmbeddedCluster cluster = EmbeddedCluster.start(config, slots)) {
            output.webUi(cluster.webUi());
            long start = System.nanoTime();
            new JobRun(cluster, cluster.submit(feed, "demo feed"), context)
                    .await("Feeding", "segments", FeedJob.SOURCE_UID);
            output.fed(FeedInput.of(config.get(FeedOptions.INPUT)), seconds(start));
            start = System.nanoTime();
            JobClient job = cluster.submit(tune, "demo finetune");
            new JobRun(cluster, job, context).awaitTraining("Fine-tuning", Progress.UNKNOWN);
            FineTuneReport report = FineTuneReport.read(config, job.getJobID());
            output.fineTuned(report, seconds(start));
            return report;
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
