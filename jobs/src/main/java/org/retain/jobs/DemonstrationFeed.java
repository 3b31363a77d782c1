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
     * @param feeding options of the feed and of the topics, and which games are held out
     */
    static void run(Configuration feeding, CommandContext context) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(feeding);
        FeedSource source =
                new FeedSource(
                        feeding.get(FeedOptions.INPUT),
                        feeding.get(FeedOptions.LANES),
                        0,
                        order(feeding));
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

    /** The games to learn from, or those of these that are named, each whole and once. */
    private static EpisodeOrder order(ReadableConfig feeding) {
        return new EpisodeOrder(
                EpisodeOrder.Part.TRAINING,
                feeding.get(PretrainOptions.HELD_OUT),
                feeding.get(PretrainOptions.HELD_OUT_GAMES),
                feeding.get(FeedOptions.GAMES),
                1,
                0,
                0,
                false,
                true);
    }
}
