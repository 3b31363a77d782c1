package org.retain.operators.preprocess;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.retain.datasets.shard.PlannedShard;
import org.retain.datasets.shard.ShardCommit;
import org.retain.datasets.shard.ShardDirectory;
import org.retain.datasets.shard.ShardException;

/**
 * Decodes the games of a shard, cuts them into segments and writes the shard. Bad recordings are
 * reported in the result; only an output that cannot be written fails the job, at once.
 */
public final class WriteShardFunction extends RichMapFunction<PlannedShard, ShardCommit> {

    private static final long serialVersionUID = 1L;

    private final PreprocessSettings settings;

    private transient ShardDirectory directory;
    private transient PreprocessMetrics metrics;

    public WriteShardFunction(PreprocessSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        directory = new ShardDirectory(settings.outputPath());
        metrics = new PreprocessMetrics(getRuntimeContext());
    }

    @Override
    public ShardCommit map(PlannedShard shard) {
        try {
            return directory.write(shard, settings.segmentLength(), metrics);
        } catch (ShardException e) {
            throw new SuppressRestartsException(e);
        }
    }
}
