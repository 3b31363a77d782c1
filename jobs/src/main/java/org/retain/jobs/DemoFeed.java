package org.retain.jobs;

import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.datasets.segment.Segment;
import org.retain.jobs.cluster.Topic;
import org.retain.operators.rollout.RecordedRolloutFunction;
import org.retain.operators.target.TargetOptions;

/**
 * The demo's feed: FeedJob's, and beside it each demonstration once more to the rollouts topic, as
 * the teacher would have recorded it.
 */
final class DemoFeed {

    private static final String RECORD_UID = "recorded-rollouts";
    private static final String ROLLOUTS_UID = "rollouts";

    private DemoFeed() {}

    static void build(StreamExecutionEnvironment env, ReadableConfig config) {
        DataStream<Segment> demonstrations = FeedJob.segments(env, config);
        FeedJob.build(demonstrations, config);
        DataStream<Segment> rollouts =
                demonstrations
                        .keyBy(Segment::getEpisodeId)
                        .map(
                                new RecordedRolloutFunction(
                                        config.get(TargetOptions.TEACHER),
                                        config.get(TargetOptions.TEACHER_SHA256)))
                        .returns(new AvroTypeInfo<>(Segment.class))
                        .uid(RECORD_UID)
                        .name(RECORD_UID)
                        .setParallelism(1);
        FeedJob.send(rollouts, Topic.ROLLOUTS, ROLLOUTS_UID, config);
    }
}
