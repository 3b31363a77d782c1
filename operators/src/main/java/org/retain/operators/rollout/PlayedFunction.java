package org.retain.operators.rollout;

import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.episode.Played;
import org.retain.datasets.segment.Segment;

/** Parts what was played into segments, and summaries of episodes by {@link #EPISODES}. */
public final class PlayedFunction extends ProcessFunction<Played, Segment> {

    /** Where summaries leave. */
    public static final OutputTag<Episode> EPISODES =
            new OutputTag<>("episodes", new AvroTypeInfo<>(Episode.class));

    private static final long serialVersionUID = 1;

    @Override
    public void processElement(Played played, Context context, Collector<Segment> out) {
        if (played.getSegment() == null) {
            context.output(EPISODES, played.getEpisode());
        } else {
            out.collect(played.getSegment());
        }
    }
}
