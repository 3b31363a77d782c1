package org.retain.operators.rollout;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
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

    /** Accumulator: segments since the last restart. */
    public static final String SEGMENTS = "rollout-segments";

    /** Accumulator: steps of these segments. */
    public static final String STEPS = "rollout-steps";

    /** Accumulator: episodes ended since the last restart. */
    public static final String EPISODES_ENDED = "rollout-episodes";

    private static final long serialVersionUID = 1;

    private transient LongCounter segments;
    private transient LongCounter steps;
    private transient LongCounter episodes;

    @Override
    public void open(OpenContext context) {
        segments = new LongCounter();
        steps = new LongCounter();
        episodes = new LongCounter();
        getRuntimeContext().addAccumulator(SEGMENTS, segments);
        getRuntimeContext().addAccumulator(STEPS, steps);
        getRuntimeContext().addAccumulator(EPISODES_ENDED, episodes);
    }

    @Override
    public void processElement(Played played, Context context, Collector<Segment> out) {
        if (played.getSegment() == null) {
            episodes.add(1L);
            context.output(EPISODES, played.getEpisode());
        } else {
            segments.add(1L);
            steps.add(played.getSegment().getLength());
            out.collect(played.getSegment());
        }
    }
}
