package org.retain.operators.actor;

import org.retain.datasets.episode.Episode;
import org.retain.datasets.segment.Segment;

/** Takes what an actor has played. */
public interface ActorOutput {

    /** A segment has ended; those of an episode come in order. Never called without segments. */
    void segment(Segment segment);

    /** An episode has ended; its last segment may follow it. */
    void episode(Episode episode);
}
