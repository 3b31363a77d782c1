package org.retain.jobs;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.jobs.cluster.JobCluster;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Progress;
import org.retain.operators.rollout.PlayedFunction;

/**
 * FineTuneJob and the RolloutJob that plays for it, side by side on one cluster, over a broker that
 * has the topics. It ends when the learner has its updates or its minutes.
 */
final class ClosedLoop {

    private ClosedLoop() {}

    /**
     * What became of it.
     *
     * @param report of the learner and the stations before it
     * @param episodes that were played to their end
     * @param steps that were played
     */
    record Outcome(FineTuneReport report, long episodes, long steps) {}

    /**
     * Runs both jobs to their end.
     *
     * @param config options of both
     * @param activity what the progress says
     * @throws CommandException when one of them failed; the other is cancelled
     */
    static Outcome run(Configuration config, String activity, CommandContext context)
            throws Exception {
        StreamExecutionEnvironment tune =
                StreamExecutionEnvironment.getExecutionEnvironment(config);
        FineTuneJob.build(tune, config);
        StreamExecutionEnvironment play =
                StreamExecutionEnvironment.getExecutionEnvironment(config);
        RolloutJob.build(play, config);
        RequiredSlots slots = RequiredSlots.of(tune).plus(RequiredSlots.of(play));
        try (JobCluster cluster = JobCluster.open(config, slots)) {
            context.err().printf("Flink web UI while this runs: %s%n", cluster.webUi());
            JobClient learner = cluster.submit(tune, activity + ": finetune");
            JobClient player = cluster.submit(play, activity + ": rollout");
            CompletableFuture<JobExecutionResult> played = player.getJobExecutionResult();
            played.whenComplete(
                    (result, failure) -> {
                        if (failure != null) {
                            learner.cancel();
                        }
                    });
            try {
                new JobRun(cluster, learner, context).awaitTraining(activity, Progress.UNKNOWN);
            } catch (CommandException e) {
                if (played.isCompletedExceptionally()) {
                    new JobRun(cluster, player, context).await(activity, "segments", "played");
                }
                throw e;
            }
            JobExecutionResult result =
                    new JobRun(cluster, player, context).await(activity, "segments", "played");
            return new Outcome(
                    FineTuneReport.read(config, learner.getJobID()),
                    RolloutCommand.count(result, PlayedFunction.EPISODES_ENDED),
                    RolloutCommand.count(result, PlayedFunction.STEPS));
        }
    }
}
