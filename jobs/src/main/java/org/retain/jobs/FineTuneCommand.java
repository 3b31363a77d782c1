package org.retain.jobs;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.jobs.cluster.Attachment;
import org.retain.jobs.cluster.ClusterOptions;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.RemoteCluster;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Progress;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.source.StopFile;

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
        requireNoStop(config, context.err());
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

    /**
     * Refuses the directory of a run that has ended, where the source would end at once and
     * untrained weights be announced as finished. A run that is restored may be such a one.
     */
    static void requireNoStop(ReadableConfig config, PrintStream err) {
        String output = config.get(LearnerOptions.OUTPUT);
        if (output == null
                || config.get(LearnerOptions.ALGORITHM) == Algorithm.EXTERNAL
                || config.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent()) {
            return;
        }
        StopFile file = new StopFile(output);
        Optional<String> reason;
        try {
            reason = file.read();
        } catch (IOException e) {
            // The TaskManagers may know a file system that this machine does not.
            err.printf("%s cannot be looked for from here: %s%n", file, e.getMessage());
            return;
        }
        if (reason.isPresent()) {
            throw new CommandException(
                    "%s says '%s': a run in this directory has ended; give another --%s, or delete the file to go on"
                            .formatted(file, reason.get(), LearnerOptions.OUTPUT.key()));
        }
    }
}
