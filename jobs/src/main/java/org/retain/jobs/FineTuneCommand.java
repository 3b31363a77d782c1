package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
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
import org.retain.jobs.command.Progress;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.LearnerOptions;

/** {@code ./retain finetune}: runs FineTuneJob on a cluster. */
public final class FineTuneCommand extends Command {

    @Override
    public String name() {
        return "finetune";
    }

    @Override
    public String summary() {
        return "Fine-tune a student on rollouts and demonstrations, or make batches for another trainer";
    }

    @Override
    public String details() {
        return "Waits for the job and cancels it on Ctrl-C; with --detached it returns at once and"
                + " the job goes on. With --finetune.bounded it ends at the present end of the"
                + " topics.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(FineTuneOptions.all());
        options.add(ClusterOptions.CLUSTER);
        options.add(ClusterOptions.DETACHED);
        return options;
    }

    @Override
    public Summary run(Configuration given, CommandContext context) throws Exception {
        Configuration config = JobDefaults.under(Attachment.complete(given));
        FineTuneJob.requireTopics(config);
        RemoteCluster cluster = RemoteCluster.connect(config);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        try {
            FineTuneJob.build(env, config);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
        JobClient job = cluster.submit(env, config.get(JobOptions.NAME) + " finetune");
        context.err().println("Flink web UI: " + cluster.webUi());
        if (config.get(ClusterOptions.DETACHED)) {
            return new Summary().with("job", job.getJobID().toHexString());
        }
        JobRun run = new JobRun(cluster, job, context);
        if (config.get(LearnerOptions.ALGORITHM) == Algorithm.EXTERNAL) {
            run.await("Fine-tuning", "segments", "memory");
        } else {
            run.awaitTraining("Fine-tuning", Progress.UNKNOWN);
        }
        return FineTuneReport.read(config, job.getJobID()).summary();
    }
}
