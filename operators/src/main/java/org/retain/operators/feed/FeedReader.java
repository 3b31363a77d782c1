package org.retain.operators.feed;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.retain.datasets.episode.Episodes;
import org.retain.datasets.episode.Lanes;
import org.retain.datasets.episode.Lanes.Turn;
import org.retain.datasets.segment.Segment;

/** Plays the split's lanes, one segment a poll; its progress is where the lanes stand. */
final class FeedReader implements SourceReader<Segment, FeedSplit> {

    /** Opens a directory of shards. */
    interface Opener {
        Episodes open(String input) throws IOException;
    }

    private final SourceReaderContext context;
    private final Opener opener;
    private final Counter segments;
    private final CompletableFuture<Void> available = new CompletableFuture<>();

    private FeedSplit split;
    private Episodes episodes;
    private Lanes lanes;
    private boolean noMoreSplits;

    FeedReader(SourceReaderContext context, Opener opener) {
        this.context = context;
        this.opener = opener;
        segments = context.metricGroup().counter("segments");
    }

    @Override
    public void start() {
        if (split == null) {
            context.sendSplitRequest();
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Segment> output) throws Exception {
        if (split == null) {
            return noMoreSplits ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
        }
        if (episodes == null) {
            open();
        }
        if (!lanes.hasNext()) {
            return InputStatus.END_OF_INPUT;
        }
        Turn turn = lanes.next();
        output.collect(episodes.read(turn.episode(), turn.segment()));
        segments.inc();
        return lanes.hasNext() ? InputStatus.MORE_AVAILABLE : InputStatus.END_OF_INPUT;
    }

    @Override
    public List<FeedSplit> snapshotState(long checkpointId) {
        if (split == null) {
            return List.of();
        }
        if (lanes == null) {
            return List.of(split);
        }
        return List.of(
                new FeedSplit(split.input(), split.lanes(), episodes.fingerprint(), lanes.state()));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<FeedSplit> splits) {
        split = splits.get(0);
        available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        noMoreSplits = true;
        available.complete(null);
    }

    @Override
    public void close() throws Exception {
        if (episodes != null) {
            episodes.close();
        }
    }

    private void open() throws IOException {
        episodes = opener.open(split.input());
        if (split.progress() == null) {
            lanes = new Lanes(split.lanes(), episodes.segmentCounts());
            return;
        }
        if (!episodes.fingerprint().equals(split.fingerprint())) {
            throw new IOException(
                    "The shards in %s are not those that feeding began with (now %s, then %s); restore the old shards or start feeding anew"
                            .formatted(split.input(), episodes.fingerprint(), split.fingerprint()));
        }
        lanes = Lanes.restore(split.progress(), episodes.segmentCounts());
    }
}
