package org.retain.operators.memory;

import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;

/** The two sources that meet in the memory. */
public enum SegmentKind {
    DEMONSTRATIONS("demonstrations", SegmentSource.DEMONSTRATION),
    ROLLOUTS("rollouts", SegmentSource.ROLLOUT);

    private final String text;
    private final SegmentSource source;

    SegmentKind(String text, SegmentSource source) {
        this.text = text;
        this.source = source;
    }

    boolean includes(Segment segment) {
        return segment.getSource() == source;
    }

    @Override
    public String toString() {
        return text;
    }
}
