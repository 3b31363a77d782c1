package org.retain.operators.feed;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimitedSourceReader;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.episode.ParquetEpisodes;
import org.retain.datasets.segment.Segment;

/**
 * Plays a directory of Parquet shards: episodes interleaved over lanes, order kept within each.
 * Runs at parallelism 1. After a failure it goes on with the segment after the last checkpointed
 * one, and refuses to when the shards have changed.
 */
public final class FeedSource
        implements Source<Segment, FeedSplit, List<FeedSplit>>, ResultTypeQueryable<Segment> {

    private static final long serialVersionUID = 1;

    private final String input;
    private final int lanes;
    private final double segmentsPerSecond;
    private final EpisodeOrder order;

    /**
     * A source over the shards of a directory, each episode once.
     *
     * @param input directory that PreprocessJob wrote
     * @param lanes how many episodes are under way at a time, at least 1
     * @param segmentsPerSecond rate limit; 0 for none
     */
    public FeedSource(String input, int lanes, double segmentsPerSecond) {
        this(input, lanes, segmentsPerSecond, EpisodeOrder.ONCE);
    }

    /**
     * A source over the shards of a directory.
     *
     * @param order which episodes, in which order and how often
     */
    public FeedSource(String input, int lanes, double segmentsPerSecond, EpisodeOrder order) {
        this.input = input;
        this.lanes = lanes;
        this.segmentsPerSecond = segmentsPerSecond;
        this.order = order;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<Segment, FeedSplit> createReader(SourceReaderContext context) {
        RateLimiterStrategy<FeedSplit> limit =
                segmentsPerSecond > 0
                        ? RateLimiterStrategy.perSecond(segmentsPerSecond)
                        : RateLimiterStrategy.noOp();
        return new RateLimitedSourceReader<>(
                new FeedReader(context, directory -> ParquetEpisodes.open(directory, order)),
                limit.createRateLimiter(1));
    }

    @Override
    public SplitEnumerator<FeedSplit, List<FeedSplit>> createEnumerator(
            SplitEnumeratorContext<FeedSplit> context) {
        return new FeedEnumerator(context, List.of(new FeedSplit(input, lanes, null, null)));
    }

    @Override
    public SplitEnumerator<FeedSplit, List<FeedSplit>> restoreEnumerator(
            SplitEnumeratorContext<FeedSplit> context, List<FeedSplit> unassigned) {
        return new FeedEnumerator(context, unassigned);
    }

    @Override
    public SimpleVersionedSerializer<FeedSplit> getSplitSerializer() {
        return new FeedSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<List<FeedSplit>> getEnumeratorCheckpointSerializer() {
        return new FeedEnumeratorStateSerializer();
    }

    @Override
    public TypeInformation<Segment> getProducedType() {
        return new AvroTypeInfo<>(Segment.class);
    }
}
