package org.retain.operators.target;

import java.util.ArrayList;
import org.retain.datasets.segment.Segment;

/** What travels on in place of a dropped segment, so that its log position retires too. */
final class SegmentMarker {

    private SegmentMarker() {}

    /** A marker with the segment's identity, strata and position, and no tensors. */
    static Segment of(Segment segment, DropReason reason) {
        return Segment.newBuilder()
                .setEnvironmentId(segment.getEnvironmentId())
                .setEpisodeId(segment.getEpisodeId())
                .setSegmentIndex(segment.getSegmentIndex())
                .setFirstStep(segment.getFirstStep())
                .setLength(0)
                .setFirstOfEpisode(segment.getFirstOfEpisode())
                .setSource(segment.getSource())
                .setObservations(new ArrayList<>())
                .setBootstrapValid(false)
                .setTerminated(segment.getTerminated())
                .setTruncated(segment.getTruncated())
                .setStrata(segment.getStrata())
                .setPosition(segment.getPosition())
                .setDropped(reason.text())
                .build();
    }
}
