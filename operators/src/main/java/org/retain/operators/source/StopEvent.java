package org.retain.operators.source;

import org.apache.flink.api.connector.source.SourceEvent;

/** Tells a {@link StoppableReader} to end its input. */
record StopEvent() implements SourceEvent {

    private static final long serialVersionUID = 1;
}
