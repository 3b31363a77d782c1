package org.retain.operators.memory;

/** What the memory holds, counts and draws. */
public enum MemoryUnit {
    /** A segment as it came. */
    SEGMENT("segment"),
    /** One step of a segment, with the observations before and after it. */
    TRANSITION("transition");

    private final String text;

    MemoryUnit(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
