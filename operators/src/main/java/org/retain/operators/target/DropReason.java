package org.retain.operators.target;

/** Why the target station drops a segment; the text goes into the marker that takes its place. */
public enum DropReason {
    /** The segment was answered before: its producer sent it again. */
    DUPLICATE(1, "duplicate"),
    /** A segment before this one never came: the teacher's state is unknown from there on. */
    GAP(2, "gap"),
    /** The first segment that came was not the episode's first. */
    JOINED_IN_MID_EPISODE(3, "joined-in-mid-episode"),
    /** The episode had ended. */
    AFTER_END(4, "after-end"),
    /** The episode began under another teacher, or under none: this one has no state for it. */
    TEACHER_CHANGED(5, "teacher-changed"),
    /** The segment, or one before it, lacks what the teacher reads, or its tensors are damaged. */
    MALFORMED(6, "malformed");

    private final byte code;
    private final String text;

    DropReason(int code, String text) {
        this.code = (byte) code;
        this.text = text;
    }

    /** Value of a marker's field {@code dropped}. */
    public String text() {
        return text;
    }

    /** Stands for the reason in state; a code is never given to another reason. */
    byte code() {
        return code;
    }

    static DropReason ofCode(byte code) {
        for (DropReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        throw new IllegalArgumentException("No reason has code " + code);
    }
}
