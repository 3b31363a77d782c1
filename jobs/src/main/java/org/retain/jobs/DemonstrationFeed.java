package org.retain.jobs;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.jobs.cluster.JobCluster;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.command.CommandContext;
import org.retain.operators.feed.FeedSource;
import org.retain.operators.learner.PretrainOptions;

/** Feeds an experiment's recorded games to the demonstrations topic, those held out excepted. */
final class DemonstrationFeed {

    private DemonstrationFeed() {}

    /**
     * Feeds them, and returns when the last is in the topic.
     *
     * @param feeding options of the feed and of the topics
     * @param pretraining which games are held out
     */
    static void run(Configuration feeding, ReadableConfig pretraining, CommandContext context)
            throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(feeding);
        FeedSource source =
                feeding.get(FeedOptions.GAMES).isEmpty()
                        ? new FeedSource(
                                feeding.get(FeedOptions.INPUT),
                                feeding.get(FeedOptions.LANES),
                                0,
                                training(pretraining))
                        : FeedJob.source(feeding);
        FeedJob.build(
                env.fromSource(source, WatermarkStrategy.noWatermarks(), FeedJob.SOURCE_UID)
                        .uid(FeedJob.SOURCE_UID)
                        .setParallelism(1),
                feeding);
        try (JobCluster cluster = JobCluster.open(feeding, RequiredSlots.of(env))) {
            new JobRun(cluster, cluster.submit(env, "feed"), context)
                    .await("Feeding demonstrations", "segments", FeedJob.SOURCE_UID);
        }
    }

    /** The games that the teacher was cloned from, each whole and once. */
    private static EpisodeOrder training(ReadableConfig pretraining) {
        return new EpisodeOrder(
                EpisodeOrder.Part.TRAINING,
                pretraining.get(PretrainOptions.HELD_OUT),
                pretraining.get(PretrainOptions.HELD_OUT_GAMES),
                1,
                0,
                0,
                false,
                true);
    }
}
