package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.jobs.cluster.Attachment;
import org.retain.jobs.cluster.ClusterOptions;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.RemoteCluster;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;
import org.retain.operators.environment.EnvironmentException;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.rollout.PlayedFunction;

/** {@code ./retain rollout}: runs RolloutJob on a cluster. */
public final class RolloutCommand extends Command {

    @Override
    public String name() {
        return "rollout";
    }

    @Override
    public String summary() {
        return "Play environments with the learner's newest weights, for it to learn from";
    }

    @Override
    public String details() {
        return "Runs beside ./retain finetune and ends when the learner has finished. Give both the"
                + " same batch.size, batch.steps, target.bundle-size, weights.publish-interval,"
                + " learner.algorithm, learner.freeze and policy.encodings. Waits for the job and"
                + " cancels it on Ctrl-C; with --detached it returns at once and the job goes on.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(RolloutGroups.all());
        options.add(ClusterOptions.CLUSTER);
        options.add(ClusterOptions.DETACHED);
        return options;
    }

    @Override
    public List<ConfigOption<?>> required() {
        return List.of(EnvironmentOptions.NAME);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) throws Exception {
        long start = System.nanoTime();
        Configuration config = JobDefaults.under(Attachment.complete(given));
        RolloutJob.requireTopics(config);
        RemoteCluster cluster = RemoteCluster.connect(config);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        try {
            RolloutJob.build(env, config);
        } catch (IllegalArgumentException | EnvironmentException e) {
            throw new UsageException(e.getMessage(), e);
        }
        JobClient job = cluster.submit(env, config.get(JobOptions.NAME) + " rollout");
        context.err().println("Flink web UI: " + cluster.webUi());
        if (config.get(ClusterOptions.DETACHED)) {
            return new Summary().with("job", job.getJobID().toHexString());
        }
        JobRun run = new JobRun(cluster, job, context);
        JobExecutionResult played = run.await("Rolling out", "segments", "played");
        return new Summary()
                .with("job", job.getJobID().toHexString())
                .with("segments", count(played, PlayedFunction.SEGMENTS))
                .with("steps", count(played, PlayedFunction.STEPS))
                .with("episodes", count(played, PlayedFunction.EPISODES_ENDED))
                .with("seconds", (System.nanoTime() - start) / 1e9);
    }

    /** A figure that the job counted; 0 where it counted nothing. */
    static long count(JobExecutionResult played, String name) {
        return played.getAccumulatorResult(name) instanceof Long count ? count : 0;
    }
}
