package org.retain.operators.evaluation;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One episode to be played.
 *
 * @param number position in the list
 * @param seed what it is reset with
 */
record EpisodeSplit(long number, long seed) implements SourceSplit {

    @Override
    public String splitId() {
        return String.valueOf(number);
    }
}
