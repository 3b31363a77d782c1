package org.retain.operators.memory;

import org.apache.flink.configuration.ConfigOption;
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

    /**
     * The kind that includes a segment.
     *
     * @throws IllegalArgumentException when none does
     */
    static SegmentKind of(Segment segment) {
        for (SegmentKind kind : values()) {
            if (kind.includes(segment)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "Segment %d of episode %s is of source %s, which no memory holds"
                        .formatted(
                                segment.getSegmentIndex(),
                                segment.getEpisodeId(),
                                segment.getSource()));
    }

    boolean includes(Segment segment) {
        return segment.getSource() == source;
    }

    /** The option for the capacity of this kind's own tables. */
    ConfigOption<Integer> capacity() {
        return this == ROLLOUTS
                ? MemoryOptions.ROLLOUT_CAPACITY
                : MemoryOptions.DEMONSTRATION_CAPACITY;
    }

    /** The option for the remover of this kind's own tables. */
    ConfigOption<Remover> remover() {
        return this == ROLLOUTS
                ? MemoryOptions.ROLLOUT_REMOVER
                : MemoryOptions.DEMONSTRATION_REMOVER;
    }

    @Override
    public String toString() {
        return text;
    }
}
