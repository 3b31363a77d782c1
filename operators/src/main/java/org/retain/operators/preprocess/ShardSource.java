package org.retain.operators.preprocess;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.retain.datasets.shard.PlannedShard;

/**
 * Plans the shards of a data set and hands out those that are not finished, each to the next
 * subtask that is free.
 *
 * <p>Bounded. The enumerator locks the output directory for as long as the job runs. After a
 * failure, or when it resumes an earlier run, it asks the directory what is finished; a shard may
 * be handed out twice, and written twice has the same bytes.
 */
public final class ShardSource implements Source<PlannedShard, ShardSplit, NoState> {

    private static final long serialVersionUID = 1L;

    private final PreprocessSettings settings;

    public ShardSource(PreprocessSettings settings) {
        this.settings = settings;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<PlannedShard, ShardSplit> createReader(SourceReaderContext context) {
        return new ShardSourceReader(context);
    }

    @Override
    public SplitEnumerator<ShardSplit, NoState> createEnumerator(
            SplitEnumeratorContext<ShardSplit> context) {
        return new ShardEnumerator(settings, context);
    }

    @Override
    public SplitEnumerator<ShardSplit, NoState> restoreEnumerator(
            SplitEnumeratorContext<ShardSplit> context, NoState state) {
        return new ShardEnumerator(settings, context);
    }

    @Override
    public SimpleVersionedSerializer<ShardSplit> getSplitSerializer() {
        return new ShardSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<NoState> getEnumeratorCheckpointSerializer() {
        return new NoStateSerializer();
    }
}
