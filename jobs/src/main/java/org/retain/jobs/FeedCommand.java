package org.retain.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.jobs.cluster.Attachment;
import org.retain.jobs.cluster.ClusterOptions;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.RemoteCluster;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Summary;
import org.retain.operators.feed.FeedInput;

/** {@code ./retain feed}: runs FeedJob on a cluster and waits for it. */
public final class FeedCommand extends Command {

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public String summary() {
        return "Feed Parquet segments to the demonstrations topic, each once";
    }

    @Override
    public List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(FeedOptions.all());
        options.add(ClusterOptions.CLUSTER);
        return options;
    }

    @Override
    public List<ConfigOption<?>> required() {
        return List.of(FeedOptions.INPUT);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) throws Exception {
        long start = System.nanoTime();
        Configuration config = JobDefaults.under(Attachment.complete(given));
        FeedInput input = input(config);
        FeedJob.requireTopics(config);
        RemoteCluster cluster = RemoteCluster.connect(config);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        FeedJob.build(env, config);
        JobRun run =
                new JobRun(
                        cluster,
                        cluster.submit(env, config.get(JobOptions.NAME) + " feed"),
                        context);
        run.await("Feeding", "segments", FeedJob.SOURCE_UID);
        return new Summary()
                .with("episodes", input.episodes())
                .with("segments", input.segments())
                .with("seconds", (System.nanoTime() - start) / 1e9);
    }

    private static FeedInput input(Configuration config) {
        try {
            return FeedInput.of(config.get(FeedOptions.INPUT), FeedJob.order(config));
        } catch (IOException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }
}
