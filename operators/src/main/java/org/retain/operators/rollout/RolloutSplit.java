package org.retain.operators.rollout;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * The place of one actor, which numbers its episodes: they go on from there after a restore.
 *
 * @param index number of the actor, from 0, never given twice in a job
 * @param episodes episodes that its slots have begun
 */
record RolloutSplit(int index, long episodes) implements SourceSplit {

    @Override
    public String splitId() {
        return "actor-" + index;
    }
}
