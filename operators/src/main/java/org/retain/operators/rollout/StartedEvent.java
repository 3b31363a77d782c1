package org.retain.operators.rollout;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader: how many segments it has started since it registered.
 *
 * @param segments in all
 */
record StartedEvent(long segments) implements SourceEvent {

    private static final long serialVersionUID = 1;
}
