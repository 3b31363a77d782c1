package org.retain.operators.preprocess;

import org.apache.flink.api.connector.source.SourceSplit;
import org.retain.datasets.shard.PlannedShard;

/** One shard to be written, as the source hands it out. */
record ShardSplit(PlannedShard shard) implements SourceSplit {

    @Override
    public String splitId() {
        return String.valueOf(shard.getNumber());
    }
}
